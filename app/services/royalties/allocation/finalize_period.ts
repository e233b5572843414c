import { BASIS_POINTS } from '#values/ratio'
import type { ByteSink, ByteSource } from './byte_io.js'
import { INPUT } from './csv_files.js'
import { CsvWriter } from './csv_writer.js'
import { PayeeAccounts } from './payee_accounts.js'
import { PayeeLines } from './payee_lines.js'
import type { AllocationPolicy } from './policy.js'
import type { RangeAggregate } from './range_aggregate.js'
import { RowCursor, STARVED } from './row_cursor.js'
import { summarize, type AllocationSummary } from './summary.js'
import { TiedShares } from './tied_shares.js'

/** Nobody's payee: holds the shares that nobody has accepted, and is never paid. */
export const SUSPENSE = 'suspense'
const SHEET_SUM = Number(BASIS_POINTS)

/** The frozen files that concern works and payees, with their header lines. */
export type PeriodSources = {
  readonly splits: ByteSource
  readonly adjustments?: ByteSource
  readonly balances?: ByteSource
}

/** Where the period's payee files go, without header lines. */
export type PeriodSinks = { readonly payees: ByteSink; readonly balances: ByteSink }

/**
 * The end of step 4 (the pool) and steps 6 and 7, once all ranges are allocated and merged.
 *
 * @param aggregate the merge of all ranges of the period, each subscriber in exactly one
 * @returns the figures of `summary.json`; its identities have been checked
 * @throws AllocationInputError at the first row that cannot be allocated
 */
export async function finalizePeriod(
  policy: AllocationPolicy,
  aggregate: RangeAggregate,
  sources: PeriodSources,
  sinks: PeriodSinks,
  options: { bufferBytes?: number } = {}
): Promise<AllocationSummary> {
  const poolMicro = sharePool(policy, aggregate)
  const lines = new PayeeLines(policy.period, SUSPENSE)
  await splitWorks(aggregate, new RowCursor(INPUT.splits, sources.splits, options), lines)
  const accounts = await readAccounts(sources, options)
  const payeeWriter = new CsvWriter(sinks.payees)
  await lines.writeTo(payeeWriter, aggregate.works, (payeeId, amountMicro) =>
    accounts.addLine(payeeId, amountMicro)
  )
  const balanceWriter = new CsvWriter(sinks.balances)
  const payoutCents = await accounts.settle(policy.payoutThresholdCents, SUSPENSE, balanceWriter)
  return summarize(policy, aggregate, {
    poolMicro,
    suspenseMicro: accounts.linesOf(SUSPENSE),
    payeeLinesMicro: accounts.linesMicro - accounts.linesOf(SUSPENSE),
    adjustmentsMicro: accounts.adjustmentsMicro,
    payoutCents,
  })
}

/** Step 4: what waited too long is shared by everybody's use, when there was any. */
function sharePool(policy: AllocationPolicy, aggregate: RangeAggregate): bigint {
  if (!aggregate.hasUse || aggregate.expiredMicro === 0n) return 0n
  const shares = new TiedShares(policy.period, aggregate.works)
  shares.begin()
  for (let work = 0; work < aggregate.works.size; work++) {
    shares.addLarge(work, aggregate.weightOf(work))
  }
  shares.share(aggregate.expiredMicro, 'pool')
  for (let at = 0; at < shares.count; at++) {
    aggregate.addLargeAmount(shares.claimants[at], shares.part(at))
  }
  return aggregate.expiredMicro
}

/** Step 6: a merge of the works, in the order of their ids, with the split sheets. */
async function splitWorks(
  aggregate: RangeAggregate,
  splits: RowCursor,
  lines: PayeeLines
): Promise<void> {
  const { works } = aggregate
  const order = works.sorted()
  let next = 0
  const textOfNext = () => (next < order.length ? works.text(order[next]) : null)
  let nextText = textOfNext()
  await splits.next()
  while (splits.present) {
    const sheetOf = splits.text(0)
    for (; nextText !== null && nextText < sheetOf; nextText = textOfNext()) {
      const work = order[next++]
      lines.addUnsplit(work, aggregate.amountOf(work))
    }
    await readSheet(splits, lines)
    if (nextText === sheetOf) {
      const work = order[next++]
      lines.addSplit(work, sheetOf, aggregate.amountOf(work))
      nextText = textOfNext()
    }
  }
  for (; next < order.length; next++) lines.addUnsplit(order[next], aggregate.amountOf(order[next]))
}

/** Reads a work's sheet to its end; waits only where the bytes are not there yet. */
async function readSheet(splits: RowCursor, lines: PayeeLines): Promise<void> {
  let sum = 0
  let beyond = 0n
  let line = 0
  lines.beginSheet()
  do {
    line = splits.line
    const points = splits.numbers[2]
    // Too long for a double: the sheet cannot be right, and its sum is told in full.
    if (Number.isNaN(points)) beyond += splits.integer(2)
    else sum += points
    const { bytes, starts, ends, hashes } = splits
    lines.addShare(lines.payees.intern(bytes, starts[1], ends[1], hashes[1]), points)
    let step = splits.advance()
    while (step === STARVED) {
      await splits.fill()
      step = splits.advance()
    }
  } while (splits.present && splits.sameKey)
  if (sum === SHEET_SUM && beyond === 0n) return
  const whole = BigInt(sum) + beyond
  splits.fail(`the sheet that ends here sums to ${whole} instead of 10000 basis points`, line)
}

async function readAccounts(
  sources: PeriodSources,
  options: { bufferBytes?: number }
): Promise<PayeeAccounts> {
  const accounts = new PayeeAccounts()
  if (sources.balances) {
    const balances = new RowCursor(INPUT.balances, sources.balances, options)
    while (await balances.next()) accounts.open(balances.text(0), balances.integer(1))
  }
  if (sources.adjustments) {
    const adjustments = new RowCursor(INPUT.adjustments, sources.adjustments, options)
    while (await adjustments.next()) accounts.adjust(adjustments.text(0), adjustments.integer(1))
  }
  return accounts
}
