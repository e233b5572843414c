import { UuidTable } from '#services/royalties/units/uuid_table'

/** Evidence class × kind of use: the columns of evidence.csv after the two ids, in their order. */
export const COUNTERS = 6
/** Whether a column of evidence.csv counts downloads; the others count listening. */
export const isDownload = (counter: number): boolean => (counter & 1) === 1
const UUID_BYTES = 16
const FIRST_ROWS = 1 << 16
const LENGTH_BYTES = 4
const D = 0x64
const PLAYER = 0x70
const SERVER = 0x73

/** Units of use of one range as they lie in the database, in columns of small numbers. */
export class UnitRows {
  count = 0
  readonly subscribers = new UuidTable()
  readonly works = new UuidTable()
  subscriber = new Int32Array(FIRST_ROWS)
  work = new Int32Array(FIRST_ROWS)
  counter = new Uint8Array(FIRST_ROWS)
  units = new Int32Array(FIRST_ROWS)

  /** Takes a row of COPY in binary: subscriber_id, work_id, kind, evidence, units; none is null. */
  readonly take = (bytes: Buffer, view: DataView, start: number): void => {
    const row = this.count++
    if (row === this.units.length) this.#grow()
    let at = start + LENGTH_BYTES
    this.subscriber[row] = this.subscribers.intern(view, at)
    at += UUID_BYTES + LENGTH_BYTES
    this.work[row] = this.works.intern(view, at)
    at += UUID_BYTES
    const kind = bytes[at + LENGTH_BYTES] === D ? 1 : 0
    at += LENGTH_BYTES + view.getInt32(at)
    const evidence = bytes[at + LENGTH_BYTES]
    at += LENGTH_BYTES + view.getInt32(at)
    this.counter[row] = (evidence === SERVER ? 0 : evidence === PLAYER ? 2 : 4) + kind
    this.units[row] = view.getInt32(at + LENGTH_BYTES)
  }

  /** By a quarter, not twofold: a range of a large month has millions of rows, and two are read at once. */
  #grow(): void {
    const size = Math.ceil(this.units.length * 1.25)
    this.subscriber = grown(this.subscriber, new Int32Array(size))
    this.work = grown(this.work, new Int32Array(size))
    this.counter = grown(this.counter, new Uint8Array(size))
    this.units = grown(this.units, new Int32Array(size))
  }
}

function grown<T extends Int32Array | Uint8Array>(from: T, into: T): T {
  into.set(from)
  return into
}
