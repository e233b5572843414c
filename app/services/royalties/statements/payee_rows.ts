import type { ByteSource } from '#services/royalties/allocation/byte_io'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { SUSPENSE } from '#services/royalties/allocation/finalize_period'
import { RowCursor } from '#services/royalties/allocation/row_cursor'
import { OUTPUT } from '#services/royalties/files/formats'
import { payoutReference } from '#services/royalties/payouts/payout_reference'
import type { PayeeRows } from '#services/royalties/statements/build_payee_statement'
import type { UnitCounts } from '#services/royalties/statements/figures'
import { takeRows } from '#services/royalties/statements/take_rows'
import type { MonthFacts } from '#services/royalties/statements/month_facts'
import { BASIS_POINTS } from '#values/ratio'

export type PayeeSources = {
  /** payees.csv of the result, twice: once for the works' sums, once for the lines. */
  sums: ByteSource
  lines: ByteSource
  balances: ByteSource
  splits: ByteSource
  adjustments: ByteSource
}

type Line = PayeeRows['works'][number]

/**
 * Gives, payee by payee, the rows that a statement is built from; suspense has none. Works and
 * sheets of the month are held, one payee's lines at a time.
 */
export async function* readPayees(
  facts: MonthFacts,
  sources: PayeeSources
): AsyncGenerator<PayeeRows> {
  const works = await sumByWork(sources.sums)
  const shares = await sharesOfWorks(sources.splits, works)
  const pot = [...works.values()].reduce((sum, amount) => sum + amount, 0n)
  const lines = new RowCursor(OUTPUT.payees, sources.lines)
  const balances = new RowCursor(OUTPUT.balances, sources.balances)
  const adjustments = new RowCursor(INPUT.adjustments, sources.adjustments)
  await lines.next()
  await adjustments.next()
  while (await balances.next()) {
    const payeeId = balances.text(0)
    const taken = await takeRows(lines, payeeId, () => {
      const workId = lines.text(1)
      const points = shares.get(`${workId}|${payeeId}`) ?? 0n
      return workLine(facts, workId, points, works.get(workId) ?? 0n, lines.integer(2), pot)
    })
    const corrections = await takeRows(adjustments, payeeId, () => ({
      amountMicro: adjustments.integer(1),
      corrects: adjustments.text(2),
      reason: facts.labels.adjustments[`${payeeId}|${adjustments.text(2)}`] ?? '',
    }))
    if (payeeId === SUSPENSE) continue
    yield {
      ...headOf(facts, payeeId),
      works: taken,
      adjustments: corrections,
      openingMicro: balances.integer(1),
      linesMicro: balances.integer(2),
      adjustmentsMicro: balances.integer(3),
      payoutCents: balances.integer(4),
      closingMicro: balances.integer(5),
    }
  }
}

function headOf(facts: MonthFacts, payeeId: string) {
  return {
    period: facts.period,
    revision: facts.revision,
    ruleVersion: facts.policy.ruleVersion,
    policy: facts.statementPolicy,
    payeeId,
    payeeName: facts.labels.payees[payeeId]?.name ?? '',
    payoutReference: payoutReference(facts.period, facts.revision, payeeId),
  }
}

function workLine(
  facts: MonthFacts,
  workId: string,
  basisPoints: bigint,
  workAmountMicro: bigint,
  amountMicro: bigint,
  potMicro: bigint
): Line {
  const label = facts.labels.works[workId]
  const weight = facts.workWeights.get(workId) ?? 0n
  const whole = facts.totalWeight * BASIS_POINTS
  return {
    workId,
    title: label?.title ?? '',
    artist: label?.artist ?? '',
    basisPoints: Number(basisPoints),
    units: unitsOf(label?.units ?? {}),
    listeners: BigInt(label?.listeners ?? 0),
    workAmountMicro,
    amountMicro,
    byProRataMicro: whole === 0n ? 0n : (potMicro * weight * basisPoints) / whole,
  }
}

function unitsOf(units: Record<string, { listening: string; download: string }>): UnitCounts {
  return Object.fromEntries(
    Object.entries(units).map(([evidence, { listening, download }]) => [
      evidence,
      { listening: BigInt(listening), download: BigInt(download) },
    ])
  )
}

async function sumByWork(source: ByteSource): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>()
  const rows = new RowCursor(OUTPUT.payees, source)
  while (await rows.next()) {
    const workId = rows.text(1)
    sums.set(workId, (sums.get(workId) ?? 0n) + rows.integer(2))
  }
  return sums
}

/** Basis points by `work_id|payee_id`, for the works that earned something. */
async function sharesOfWorks(
  source: ByteSource,
  works: ReadonlyMap<string, bigint>
): Promise<Map<string, bigint>> {
  const shares = new Map<string, bigint>()
  const rows = new RowCursor(INPUT.splits, source)
  while (await rows.next()) {
    const workId = rows.text(0)
    if (works.has(workId)) shares.set(`${workId}|${rows.text(1)}`, rows.integer(2))
  }
  return shares
}
