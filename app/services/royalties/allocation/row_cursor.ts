import type { ByteSource } from './byte_io.js'
import { headerOf, type CsvFormat } from './csv_files.js'
import { explainRow } from './explain_row.js'
import { LONGEST_ID } from './id_table.js'
import { AllocationInputError } from './input_error.js'

/** A line may not be longer than this many bytes, its newline included. */
export const LONGEST_LINE = 4096
const BUFFER_BYTES = 1 << 20
/** Every whole number of 15 digits is exact as a double. */
const SAFE_DIGITS = 15

const COMMA = 0x2c
const NEWLINE = 0x0a
const MINUS = 0x2d
const ZERO = 0x30

const IS_ID_BYTE = new Uint8Array(256)
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-') {
  IS_ID_BYTE[char.charCodeAt(0)] = 1
}

/** What `advance` found: a row, the end of the file, or a buffer that `fill` must refill first. */
export const ROW = 1
export const END = 0
export const STARVED = -1

/**
 * Reads the rows of a frozen CSV file one by one, byte by byte, and checks each: form, order,
 * duplicates. Holds one buffer, whatever the size of the file.
 *
 * `advance` never waits, so that the loop over millions of rows stays synchronous; when it answers
 * STARVED, the caller awaits `fill` and asks again.
 */
export class RowCursor {
  readonly format: CsvFormat
  /** The buffer in which the current row lies; replaced never, refilled by `fill`. */
  readonly bytes: Uint8Array
  /** Where each field of the current row starts and ends in `bytes`. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Integer fields of the current row; NaN where only `integer` can give it exactly. */
  readonly numbers: Float64Array
  /** Hash of each id field, as `IdTable.intern` wants it. */
  readonly hashes: Int32Array
  line = 0
  /** True while there is a current row. */
  present = false
  /** True when the current row has the same first key as the row before. */
  sameKey = false

  readonly #source: ByteSource
  readonly #kinds: Uint8Array
  readonly #key: number
  readonly #secondKey: number
  #at = 0
  #rowStart = 0
  /** End of the last whole line in the buffer, and end of what was read. */
  #wholeEnd = 0
  #readEnd = 0
  #exhausted = false

  constructor(
    format: CsvFormat,
    source: ByteSource,
    options: { header?: boolean; bufferBytes?: number } = {}
  ) {
    const columns = format.columns.length
    this.format = format
    this.#source = source
    const size = Math.max(options.bufferBytes ?? BUFFER_BYTES, LONGEST_LINE * 3)
    // Not zeroed: no byte is looked at before it was read.
    this.bytes = new Uint8Array(Buffer.allocUnsafeSlow(size).buffer)
    this.starts = new Int32Array(columns)
    this.ends = new Int32Array(columns)
    this.numbers = new Float64Array(columns)
    this.hashes = new Int32Array(columns)
    this.#kinds = Uint8Array.from(format.columns, ({ kind }) => KIND_CODE[kind])
    this.#key = format.key[0]
    this.#secondKey = format.key[1] ?? -1
    this.#headerDue = options.header ?? true
  }

  #headerDue: boolean

  /** Moves to the next row. */
  advance(): typeof ROW | typeof END | typeof STARVED {
    if (this.#at >= this.#wholeEnd) return this.#atBufferEnd()
    if (this.#headerDue) {
      this.#readHeader()
      return this.advance()
    }
    this.line++
    this.#rowStart = this.#at
    if (!this.present) {
      this.#parse(0)
      this.present = true
      this.sameKey = false
    } else if (this.#key === 0 && this.#repeatsFirstField()) {
      this.#advanceInGroup()
    } else {
      const previousStart = this.starts[this.#key]
      const previousSecond = this.#secondKey < 0 ? 0 : this.starts[this.#secondKey]
      this.#parse(0)
      this.#checkOrder(previousStart, previousSecond)
    }
    return ROW
  }

  /** The common case, a further row with the same first field, which is known to be well formed. */
  #advanceInGroup(): void {
    const length = this.ends[0] - this.starts[0]
    const previousSecond = this.#secondKey < 0 ? 0 : this.starts[this.#secondKey]
    this.starts[0] = this.#at
    this.ends[0] = this.#at + length
    this.#parse(1)
    this.sameKey = true
    this.#checkSecondKey(previousSecond)
  }

  /** True when the next row starts with the first field of the current one. */
  #repeatsFirstField(): boolean {
    const { bytes } = this
    const end = this.ends[0]
    let at = this.#at
    for (let before = this.starts[0]; before < end; before++, at++) {
      if (bytes[before] !== bytes[at]) return false
    }
    return bytes[at] === COMMA
  }

  /** Moves to the next row, waiting for bytes where needed. @returns false at the end */
  async next(): Promise<boolean> {
    let step = this.advance()
    while (step === STARVED) {
      await this.fill()
      step = this.advance()
    }
    return step === ROW
  }

  /** Reads on. The current row stays in the buffer, moved to its start. */
  async fill(): Promise<void> {
    const keepFrom = this.present ? this.#rowStart : this.#at
    this.#shift(keepFrom)
    if (this.#readEnd === this.bytes.length) this.#failLong(this.line + 1)
    const length = await this.#source.read(this.bytes.subarray(this.#readEnd))
    if (length === 0) {
      this.#exhausted = true
      return
    }
    const from = this.#readEnd
    this.#readEnd += length
    const newline = this.bytes.subarray(from, this.#readEnd).lastIndexOf(NEWLINE)
    if (newline >= 0) this.#wholeEnd = from + newline + 1
    else if (this.#readEnd - this.#at > LONGEST_LINE) this.#failLong(this.line + 1)
  }

  text(column: number): string {
    const length = this.ends[column] - this.starts[column]
    return Buffer.from(this.bytes.buffer, this.starts[column], length).toString('latin1')
  }

  /** An integer field, exact whatever its size. */
  integer(column: number): bigint {
    const value = this.numbers[column]
    return Number.isNaN(value) ? BigInt(this.text(column)) : BigInt(value)
  }

  /** Stops the run at the current row (or at a line said). */
  fail(reason: string, line = this.line): never {
    throw new AllocationInputError(this.format.file, line, reason)
  }

  /** Reads the fields of the row at `#at`, from a column on when those before it are known. */
  #parse(first: 0 | 1): void {
    const { bytes } = this
    const last = this.#kinds.length - 1
    let at = first === 0 ? this.#at : this.ends[0] + 1
    for (let column: number = first; column <= last; column++) {
      const start = at
      this.starts[column] = at
      if (this.#kinds[column] === KIND_CODE.id) {
        let hash = 0
        let byte = bytes[at]
        while (IS_ID_BYTE[byte] === 1) {
          hash = ((hash << 5) + (byte - hash)) | 0
          byte = bytes[++at]
        }
        this.hashes[column] = hash
        if (at === start || at - start > LONGEST_ID) this.#malformed()
      } else {
        at = this.#parseInteger(column, at)
      }
      this.ends[column] = at
      if (bytes[at++] !== (column === last ? NEWLINE : COMMA)) this.#malformed()
    }
    if (at - this.#at > LONGEST_LINE) this.#failLong(this.line)
    this.#at = at
  }

  #parseInteger(column: number, start: number): number {
    const { bytes } = this
    const negative = bytes[start] === MINUS
    if (negative && this.#kinds[column] !== KIND_CODE.signed) this.#malformed()
    const first = negative ? start + 1 : start
    let at = first
    let value = 0
    let digit = bytes[at] - ZERO
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digit = bytes[++at] - ZERO
    }
    const digits = at - first
    const leadingZero = bytes[first] === ZERO && (digits > 1 || negative)
    if (digits === 0 || leadingZero) this.#malformed()
    this.numbers[column] = digits > SAFE_DIGITS ? Number.NaN : negative ? -value : value
    return at
  }

  /** Terminators are smaller than every byte of an id, so comparing them along orders prefixes. */
  #checkOrder(previousStart: number, previousSecond: number): void {
    const order = this.#compareWith(previousStart, this.#key)
    this.sameKey = order === 0
    if (order < 0) this.#unsorted()
    if (order === 0) this.#checkSecondKey(previousSecond)
  }

  #checkSecondKey(previousSecond: number): void {
    const order = this.#secondKey < 0 ? 0 : this.#compareWith(previousSecond, this.#secondKey)
    if (order < 0) this.#unsorted()
    if (order === 0) this.fail(`the row is there twice (${this.#keyNames()}): keep one`)
  }

  #compareWith(previous: number, column: number): number {
    const { bytes } = this
    let at = this.starts[column]
    let before = previous
    for (const end = this.ends[column]; at < end; at++, before++) {
      if (bytes[at] !== bytes[before]) return bytes[at] - idByte(bytes[before])
    }
    return IS_ID_BYTE[bytes[before]] === 1 ? -1 : 0
  }

  #unsorted(): never {
    this.fail(`the row is out of order: sort the file by ${this.#keyNames()}, compared as bytes`)
  }

  #keyNames(): string {
    const keys = this.format.key.map((column) => this.format.columns[column as number].name)
    return keys.join(', then ')
  }

  #atBufferEnd(): typeof END | typeof STARVED {
    if (!this.#exhausted) return STARVED
    if (this.#headerDue) this.fail(`the header is missing: start with ${this.#header()}`, 1)
    if (this.#at < this.#readEnd) {
      const line = this.line + 1
      this.fail('the line has no newline at its end: is the file cut off?', line)
    }
    this.present = false
    return END
  }

  #readHeader(): void {
    const header = headerOf(this.format)
    const length = Math.min(this.#wholeEnd - this.#at, header.length)
    const found = Buffer.from(this.bytes.buffer, this.#at, length).toString('latin1')
    this.line = 1
    if (found !== header) {
      this.fail(explainRow(this.#lineText(), this.format, 'header'))
    }
    this.#headerDue = false
    this.#at += header.length
  }

  #malformed(): never {
    this.fail(explainRow(this.#lineText(), this.format, 'row'))
  }

  #failLong(line: number): never {
    this.fail(`the line is longer than ${LONGEST_LINE} bytes`, line)
  }

  #lineText(): string {
    const end = this.bytes.indexOf(NEWLINE, this.#at)
    const shown = Math.min(end - this.#at, LONGEST_LINE)
    return Buffer.from(this.bytes.buffer, this.#at, shown).toString('utf8')
  }

  #header(): string {
    return headerOf(this.format).trimEnd()
  }

  #shift(from: number): void {
    if (from === 0) return
    this.bytes.copyWithin(0, from, this.#readEnd)
    for (let column = 0; column < this.starts.length; column++) {
      this.starts[column] -= from
      this.ends[column] -= from
    }
    this.#at -= from
    this.#rowStart -= from
    this.#wholeEnd -= from
    this.#readEnd -= from
  }
}

const KIND_CODE = { id: 0, whole: 1, signed: 2 } as const

function idByte(byte: number): number {
  return IS_ID_BYTE[byte] === 1 ? byte : 0
}
