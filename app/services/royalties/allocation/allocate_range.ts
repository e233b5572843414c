import type { Weighted } from '#values/apportion'
import { BASIS_POINTS } from '#values/ratio'
import type { PackedUnits } from '#services/royalties/units/packed_units'
import { ShareRows } from '#services/royalties/units/share_rows'
import type { ByteSink, ByteSource } from './byte_io.js'
import { INPUT } from './csv_files.js'
import { CsvWriter } from './csv_writer.js'
import { IdBatch, LONGEST_ID } from './id_table.js'
import { PackedRows } from './packed_rows.js'
import type { AllocationPolicy } from './policy.js'
import { RangeAggregate } from './range_aggregate.js'
import { RowCursor, STARVED } from './row_cursor.js'
import {
  addFees,
  addKeys,
  isExpired,
  settleSubscriber,
  weightOf,
  type Carried,
  type Contribution,
  type Settlement,
} from './rule.js'
import { ShareLineWriter, ShareRowWriter, type OwnerId, type ShareWriter } from './share_writers.js'
import { TiedShares } from './tied_shares.js'

/** The rows of a range of subscribers, in the form of the frozen files, sorted as they are. */
export type RangeSources = {
  readonly contributions: ByteSource
  /** Its lines, or the units that they add up, packed. */
  readonly usage: ByteSource | PackedUnits
  readonly choices?: ByteSource
  readonly carried?: ByteSource
}

/**
 * Where a range's rows go, without header lines. `carried` also gets the amounts that waited too
 * long (months above the policy's): `finalizePeriod` says whether they stay, `keepCarried` drops
 * them.
 */
export type RangeSinks = {
  /** Lines; or, for packed use alone, what each of its rows got. */
  readonly subscriberWorks: ByteSink | ShareRows
  readonly subscriberCauses: ByteSink
  readonly carried: ByteSink
}

/**
 * Steps 1 to 5 of the allocation rule for a range of subscribers: every subscriber whose id lies in
 * the range, with all of their rows.
 *
 * A merge of sorted streams in bounded memory (the works seen, and one subscriber at a time), in
 * which nothing depends on other ranges, so that any number of workers may share a month and a
 * worker may start over. The files' path runs it once over whole files, the close once per first
 * hex digit; merged aggregates and concatenated rows are the same bytes.
 *
 * @param options.header whether the sources start with their header line (default: yes)
 * @returns what `finalizePeriod` needs
 * @throws AllocationInputError at the first row that cannot be allocated
 */
export async function allocateRange(
  policy: AllocationPolicy,
  sources: RangeSources,
  sinks: RangeSinks,
  options: { header?: boolean; bufferBytes?: number } = {}
): Promise<RangeAggregate> {
  const allocator = new RangeAllocator(policy, sources, sinks, options)
  return allocator.run()
}

/** Look-ups done at once; a subscriber's month is usually a few dozen. */
const BATCH = 256

class RangeAllocator {
  readonly #policy: AllocationPolicy
  readonly #aggregate = new RangeAggregate()
  readonly #shares: TiedShares
  readonly #contributions: RowCursor
  readonly #usage: RowCursor | PackedRows
  readonly #choices: RowCursor | null
  readonly #carried: RowCursor | null
  readonly #cursors: readonly (RowCursor | PackedRows)[]
  readonly #works: ShareWriter
  readonly #causes: CsvWriter
  readonly #waiting: CsvWriter
  /** Weights of the rule as doubles, or NaN where only `bigint` holds them. */
  readonly #perListening: number
  readonly #perDownload: number
  /** The subscriber at hand, as bytes. */
  readonly #id: OwnerId = ownerId()
  /** Rows of use that are read but not yet looked up, and their weights. */
  readonly #batch = new IdBatch(BATCH)
  readonly #weights = new Float64Array(BATCH)
  #refilled = false

  constructor(
    policy: AllocationPolicy,
    sources: RangeSources,
    sinks: RangeSinks,
    options: { header?: boolean; bufferBytes?: number }
  ) {
    this.#policy = policy
    this.#shares = new TiedShares(policy.period, this.#aggregate.works)
    this.#contributions = new RowCursor(INPUT.contributions, sources.contributions, options)
    this.#usage =
      'read' in sources.usage
        ? new RowCursor(INPUT.usage, sources.usage, options)
        : new PackedRows(sources.usage, policy, this.#aggregate)
    this.#choices = sources.choices ? new RowCursor(INPUT.choices, sources.choices, options) : null
    this.#carried = sources.carried ? new RowCursor(INPUT.carried, sources.carried, options) : null
    this.#cursors = [this.#contributions, this.#usage, this.#choices, this.#carried].filter(
      (cursor) => cursor !== null
    )
    this.#works = this.#shareWriter(sinks)
    this.#causes = new CsvWriter(sinks.subscriberCauses)
    this.#waiting = new CsvWriter(sinks.carried)
    this.#perListening = exactNumber(policy.weights.listening)
    this.#perDownload = exactNumber(policy.weights.download)
  }

  async run(): Promise<RangeAggregate> {
    for (const cursor of this.#cursors) await cursor.next()
    for (let first = this.#least(); first; first = this.#least()) {
      const subscriberId = this.#name(first)
      const contributions = await this.#takeContributions()
      const choices = await this.#takeChoices()
      const carried = await this.#takeCarried()
      this.#shares.begin()
      await this.#takeUsage(this.#usage)
      const hasUse = this.#shares.count > 0
      const subscriber = { subscriberId, contributions, choices, carried, hasUse }
      this.#settle(subscriberId, settleSubscriber(this.#policy, subscriber))
      await this.#flushWhenFull()
    }
    this.#aggregate.assertBalanced()
    for (const writer of [this.#works, this.#causes, this.#waiting]) await writer.flush()
    return this.#aggregate
  }

  #settle(subscriberId: string, settlement: Settlement): void {
    const aggregate = this.#aggregate
    addFees(aggregate.fees, settlement.fees)
    addKeys(aggregate.keys, settlement.keys)
    aggregate.carriedInMicro += settlement.carriedInMicro
    this.#writeCauses(settlement)
    if (settlement.carriedOut) this.#writeCarried(settlement.carriedOut)
    if (settlement.shareMicro > 0n) {
      this.#shares.share(settlement.shareMicro, subscriberId)
      this.#works.write(this.#id, this.#shares)
    }
  }

  #shareWriter({ subscriberWorks: sink }: RangeSinks): ShareWriter {
    if (!(sink instanceof ShareRows)) return new ShareLineWriter(sink, this.#aggregate)
    if (this.#usage instanceof PackedRows) {
      return new ShareRowWriter(sink, this.#usage, this.#aggregate)
    }
    throw new Error('Only packed use has rows that shares could lie beside')
  }

  #writeCauses({ causes }: Settlement): void {
    for (const { causeId, amountMicro } of causes) {
      if (amountMicro === 0n) continue
      this.#startRow(this.#causes)
      this.#causes.text(causeId)
      this.#causes.comma()
      this.#causes.integer(amountMicro)
      this.#causes.newline()
    }
  }

  #writeCarried(carried: Carried): void {
    if (isExpired(this.#policy, carried)) this.#aggregate.expiredMicro += carried.amountMicro
    else this.#aggregate.keptMicro += carried.amountMicro
    this.#startRow(this.#waiting)
    this.#waiting.integer(carried.amountMicro)
    this.#waiting.comma()
    this.#waiting.integer(carried.months)
    this.#waiting.newline()
  }

  #startRow(writer: CsvWriter): void {
    writer.raw(this.#id.bytes, 0, this.#id.length)
    writer.comma()
  }

  async #flushWhenFull(): Promise<void> {
    if (this.#works.isFull) await this.#works.flush()
    if (this.#causes.isFull) await this.#causes.flush()
    if (this.#waiting.isFull) await this.#waiting.flush()
  }

  async #takeContributions(): Promise<Contribution[]> {
    const cursor = this.#contributions
    const taken: Contribution[] = []
    if (!this.#isAt(cursor)) return taken
    do {
      taken.push({
        contributionId: cursor.text(0),
        grossCents: cursor.integer(2),
        vatRateBp: cursor.integer(3),
        paymentFeeCents: cursor.integer(4),
      })
    } while ((await cursor.next()) && cursor.sameKey)
    return taken
  }

  async #takeChoices(): Promise<Weighted[]> {
    const cursor = this.#choices
    const taken: Weighted[] = []
    if (!cursor || !this.#isAt(cursor)) return taken
    let sum = 0n
    let line = 0
    do {
      line = cursor.line
      sum += cursor.integer(2)
      taken.push({ id: cursor.text(1), weight: cursor.integer(2) })
    } while ((await cursor.next()) && cursor.sameKey)
    if (sum !== BASIS_POINTS) {
      const reason = `the choices that end here sum to ${sum} instead of 10000 basis points`
      cursor.fail(reason, line)
    }
    return taken
  }

  async #takeCarried(): Promise<Carried | null> {
    const cursor = this.#carried
    if (!cursor || !this.#isAt(cursor)) return null
    const carried = { amountMicro: cursor.integer(1), months: cursor.integer(2) }
    await cursor.next()
    return carried
  }

  async #takeUsage(usage: RowCursor | PackedRows): Promise<void> {
    if (!this.#isAt(usage)) return
    if (usage instanceof PackedRows) usage.take(this.#shares, this.#aggregate)
    else while (this.#takeUses(usage)) await usage.fill()
  }

  /** Takes the subscriber's rows of use. @returns true when the cursor needs bytes to go on */
  #takeUses(cursor: RowCursor): boolean {
    // The row at hand is fresh when a subscriber begins, and taken already after a refill.
    if (!this.#refilled) this.#takeUse(cursor)
    for (;;) {
      this.#refilled = cursor.advance() === STARVED
      if (this.#refilled || !cursor.present || !cursor.sameKey) break
      this.#takeUse(cursor)
    }
    // Ids are looked up where they lie in the buffer, hence before it is refilled.
    this.#countUses(cursor)
    return this.#refilled
  }

  #takeUse(cursor: RowCursor): void {
    // NaN, from an integer of more than 15 digits, fails the comparison and goes the long way.
    const weight = cursor.numbers[2] * this.#perListening + cursor.numbers[3] * this.#perDownload
    if (!(weight <= Number.MAX_SAFE_INTEGER)) return this.#takeLargeUse(cursor)
    if (weight === 0) return
    const batch = this.#batch
    if (batch.count === batch.capacity) this.#countUses(cursor)
    const at = batch.count++
    batch.from[at] = cursor.starts[1]
    batch.to[at] = cursor.ends[1]
    batch.hash[at] = cursor.hashes[1]
    this.#weights[at] = weight
  }

  #countUses(cursor: RowCursor): void {
    const batch = this.#batch
    const aggregate = this.#aggregate
    aggregate.works.internAll(cursor.bytes, batch)
    for (let at = 0; at < batch.count; at++) {
      this.#shares.add(batch.index[at], this.#weights[at])
      aggregate.addWeight(batch.index[at], this.#weights[at])
    }
    batch.count = 0
  }

  #takeLargeUse(cursor: RowCursor): void {
    const weight = weightOf(this.#policy, cursor.integer(2), cursor.integer(3))
    if (weight === 0n) return
    // Shares keep the order of the rows: what is waiting comes first.
    this.#countUses(cursor)
    const { bytes, starts, ends, hashes } = cursor
    const work = this.#aggregate.works.intern(bytes, starts[1], ends[1], hashes[1])
    this.#shares.addLarge(work, weight)
    this.#aggregate.addLargeWeight(work, weight)
  }

  /** The cursor whose row belongs to the first subscriber not yet done. */
  #least(): RowCursor | PackedRows | null {
    let least: RowCursor | PackedRows | null = null
    for (const cursor of this.#cursors) {
      if (cursor.present && (least === null || compareKeys(cursor, least) < 0)) least = cursor
    }
    return least
  }

  #name(cursor: RowCursor | PackedRows): string {
    const key = cursor.format.key[0]
    const start = cursor.starts[key]
    const id = this.#id
    id.length = cursor.ends[key] - start
    for (let at = 0; at < id.length; at++) id.bytes[at] = cursor.bytes[start + at]
    return cursor.text(key)
  }

  #isAt(cursor: RowCursor | PackedRows): boolean {
    if (!cursor.present) return false
    const key = cursor.format.key[0]
    const start = cursor.starts[key]
    const { bytes, length } = this.#id
    if (cursor.ends[key] - start !== length) return false
    for (let at = 0; at < length; at++) {
      if (bytes[at] !== cursor.bytes[start + at]) return false
    }
    return true
  }
}

function compareKeys(a: RowCursor | PackedRows, b: RowCursor | PackedRows): number {
  const [keyA, keyB] = [a.format.key[0], b.format.key[0]]
  const lengthA = a.ends[keyA] - a.starts[keyA]
  const lengthB = b.ends[keyB] - b.starts[keyB]
  const shorter = Math.min(lengthA, lengthB)
  for (let at = 0; at < shorter; at++) {
    const difference = a.bytes[a.starts[keyA] + at] - b.bytes[b.starts[keyB] + at]
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
}

function ownerId(): OwnerId {
  const bytes = new Uint8Array(LONGEST_ID)
  return { bytes, doubles: new Float64Array(bytes.buffer), length: 0 }
}

function exactNumber(value: bigint): number {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN
}
