import type { ByteSource } from '#services/royalties/allocation/byte_io'
import { INPUT, type CsvFormat } from '#services/royalties/allocation/csv_files'
import { RowCursor } from '#services/royalties/allocation/row_cursor'
import { feesOf, keySharesOf, weightOf } from '#services/royalties/allocation/rule'
import { LABELS, OUTPUT } from '#services/royalties/files/formats'
import type { SubscriberRows } from '#services/royalties/statements/build_subscriber_statement'
import type { UnitCounts } from '#services/royalties/statements/figures'
import { takeRows } from '#services/royalties/statements/take_rows'
import type { MonthFacts } from '#services/royalties/statements/month_facts'

const FORMATS = {
  contributions: INPUT.contributions,
  usage: INPUT.usage,
  choices: INPUT.choices,
  carriedIn: INPUT.carried,
  evidence: LABELS.evidence,
  payments: LABELS.payments,
  works: OUTPUT.subscriberWorks,
  causes: OUTPUT.subscriberCauses,
  carriedOut: OUTPUT.carried,
} satisfies Record<string, CsvFormat>

export type SubscriberSource = keyof typeof FORMATS
export const SUBSCRIBER_SOURCES = Object.keys(FORMATS) as SubscriberSource[]

type Cursors = Record<SubscriberSource, RowCursor>

/**
 * Walks through sorted files of a month side by side and gives, subscriber by subscriber, the rows
 * that a statement is built from. Holds one subscriber at a time.
 *
 * @param header whether the files start with their header line
 */
export async function* readSubscribers(
  facts: MonthFacts,
  sources: Record<SubscriberSource, ByteSource>,
  { header = true, bufferBytes }: { header?: boolean; bufferBytes?: number } = {}
): AsyncGenerator<SubscriberRows> {
  const cursors = Object.fromEntries(
    SUBSCRIBER_SOURCES.map((name) => [
      name,
      new RowCursor(FORMATS[name], sources[name], { header, bufferBytes }),
    ])
  ) as Cursors
  for (const name of SUBSCRIBER_SOURCES) await cursors[name].next()
  for (let id = leastKey(cursors); id !== null; id = leastKey(cursors)) {
    yield await readOne(facts, cursors, id)
  }
}

function keyOf(cursor: RowCursor): string {
  return cursor.text(cursor.format.key[0])
}

function leastKey(cursors: Cursors): string | null {
  let least: string | null = null
  for (const name of SUBSCRIBER_SOURCES) {
    if (!cursors[name].present) continue
    const key = keyOf(cursors[name])
    if (least === null || key < least) least = key
  }
  return least
}

async function readOne(facts: MonthFacts, cursors: Cursors, id: string): Promise<SubscriberRows> {
  const { payments, keys } = await readPayments(facts, cursors, id)
  const [carriedIn] = await takeRows(cursors.carriedIn, id, () => cursors.carriedIn.integer(1))
  const [carriedOut] = await takeRows(cursors.carriedOut, id, () => ({
    amountMicro: cursors.carriedOut.integer(1),
    months: Number(cursors.carriedOut.integer(2)),
  }))
  const works = await readWorks(facts, cursors, id)
  const shared = works.reduce((sum, work) => sum + work.amountMicro, 0n)
  const carriedInMicro = carriedIn ?? 0n
  return {
    period: facts.period,
    revision: facts.revision,
    ruleVersion: facts.policy.ruleVersion,
    policy: facts.statementPolicy,
    operationLines: facts.operationLines,
    subscriberId: id,
    payments,
    artistsMicro: keys.artists,
    contributionsMicro: keys.contributions,
    operationsMicro: keys.operations,
    carriedInMicro,
    carriedOut: carriedOut ?? null,
    pooledMicro: keys.artists + carriedInMicro - shared - (carriedOut?.amountMicro ?? 0n),
    works,
    ...(await readCauses(facts, cursors, id)),
    byProRata: proRata(facts, works, shared),
  }
}

async function readPayments(facts: MonthFacts, cursors: Cursors, id: string) {
  const { contributions, payments: days } = cursors
  const settledOn = new Map(await takeRows(days, id, () => [days.text(0), days.text(2)] as const))
  const taken = await takeRows(contributions, id, () => ({
    contributionId: contributions.text(0),
    grossCents: contributions.integer(2),
    vatRateBp: contributions.integer(3),
    paymentFeeCents: contributions.integer(4),
  }))
  const keys = { artists: 0n, contributions: 0n, operations: 0n }
  const payments = taken.map((payment) => {
    const { vatCents, netCents } = feesOf(payment)
    const shares = keySharesOf(facts.policy, payment.contributionId, netCents)
    keys.artists += shares.artists
    keys.contributions += shares.contributions
    keys.operations += shares.operations
    const day = settledOn.get(payment.contributionId) ?? ''
    return { ...payment, settledOn: day, vatCents, netCents }
  })
  return { payments, keys }
}

async function readWorks(facts: MonthFacts, cursors: Cursors, id: string) {
  const { usage, evidence, works } = cursors
  const amounts = new Map(
    await takeRows(works, id, () => [works.text(1), works.integer(2)] as const)
  )
  const units = new Map(
    await takeRows(evidence, id, () => [evidence.text(1), unitsAt(evidence)] as const)
  )
  return takeRows(usage, id, () => {
    const workId = usage.text(1)
    const label = facts.labels.works[workId]
    return {
      workId,
      title: label?.title ?? '',
      artist: label?.artist ?? '',
      units: units.get(workId) ?? {},
      weight: weightOf(facts.policy, usage.integer(2), usage.integer(3)),
      amountMicro: amounts.get(workId) ?? 0n,
    }
  })
}

function unitsAt(row: RowCursor): UnitCounts {
  return {
    server: { listening: row.integer(2), download: row.integer(3) },
    player: { listening: row.integer(4), download: row.integer(5) },
    announce: { listening: row.integer(6), download: row.integer(7) },
  }
}

async function readCauses(facts: MonthFacts, cursors: Cursors, id: string) {
  const { choices, causes } = cursors
  const chosen = await takeRows(choices, id, () => ({
    id: choices.text(1),
    weight: choices.integer(2),
  }))
  const shares = chosen.length > 0 ? chosen : facts.policy.causes
  const points = new Map(shares.map((share) => [share.id, Number(share.weight)]))
  const lines = await takeRows(causes, id, () => {
    const causeId = causes.text(1)
    return {
      causeId,
      name: facts.labels.causes[causeId]?.name ?? causeId,
      basisPoints: points.get(causeId) ?? 0,
      amountMicro: causes.integer(2),
    }
  })
  return { causesChosenBySubscriber: chosen.length > 0, causes: lines }
}

/** The comparison: the same amount by everybody's use, towards minus infinity for these works. */
function proRata(facts: MonthFacts, works: { workId: string }[], sharedMicro: bigint) {
  if (facts.totalWeight === 0n) return { toTheseWorksMicro: 0n, elsewhereMicro: 0n }
  let weight = 0n
  for (const { workId } of works) weight += facts.workWeights.get(workId) ?? 0n
  const toTheseWorksMicro = (sharedMicro * weight) / facts.totalWeight
  return { toTheseWorksMicro, elsewhereMicro: sharedMicro - toTheseWorksMicro }
}
