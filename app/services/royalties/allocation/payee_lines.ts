import type { CsvWriter } from './csv_writer.js'
import { IdTable } from './id_table.js'
import { TiedShares } from './tied_shares.js'

const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * The lines of `payees.csv` while they are made work by work: payee, work and amount in typed
 * arrays, then written payee by payee.
 */
export class PayeeLines {
  readonly payees = new IdTable()
  readonly #shares: TiedShares
  readonly #suspense: number
  #count = 0
  #payeeOf = new Int32Array(1024)
  #workOf = new Int32Array(1024)
  #amountOf = new Float64Array(1024)
  /** Amounts from 2^53 up, by line. */
  readonly #large = new Map<number, bigint>()

  constructor(period: string, suspense: string) {
    this.#shares = new TiedShares(period, this.payees)
    this.#suspense = this.payees.internText(suspense)
  }

  beginSheet(): void {
    this.#shares.begin()
  }

  addShare(payee: number, basisPoints: bigint): void {
    this.#shares.addLarge(payee, basisPoints)
  }

  /** Splits a work's amount by the sheet read since `beginSheet`. */
  addSplit(work: number, workId: string, amountMicro: bigint): void {
    if (amountMicro === 0n) return
    this.#shares.share(amountMicro, workId)
    for (let at = 0; at < this.#shares.count; at++) {
      this.#add(this.#shares.claimants[at], work, this.#shares.part(at))
    }
  }

  /** A work without a sheet waits in suspense as a whole. */
  addUnsplit(work: number, amountMicro: bigint): void {
    this.#add(this.#suspense, work, amountMicro)
  }

  /**
   * Writes all lines by payee, then work. Works were added in the order of their ids, so a stable
   * counting sort by payee is enough.
   */
  async writeTo(
    writer: CsvWriter,
    works: IdTable,
    seen: (payeeId: string, amountMicro: bigint) => void
  ): Promise<void> {
    const { order, starts } = this.#byPayee()
    for (const payee of this.payees.sorted()) {
      if (starts[payee] === starts[payee + 1]) continue
      let sum = 0n
      for (let at = starts[payee]; at < starts[payee + 1]; at++) {
        sum += this.#write(writer, works, payee, order[at])
        if (writer.isFull) await writer.flush()
      }
      seen(this.payees.text(payee), sum)
    }
    await writer.flush()
  }

  #write(writer: CsvWriter, works: IdTable, payee: number, line: number): bigint {
    const amount = this.#large.get(line) ?? BigInt(this.#amountOf[line])
    writer.id(this.payees, payee)
    writer.comma()
    writer.id(works, this.#workOf[line])
    writer.comma()
    if (amount <= MAX_EXACT) writer.whole(this.#amountOf[line])
    else writer.integer(amount)
    writer.newline()
    return amount
  }

  #byPayee(): { order: Int32Array; starts: Int32Array } {
    const starts = new Int32Array(this.payees.size + 1)
    for (let line = 0; line < this.#count; line++) starts[this.#payeeOf[line] + 1]++
    for (let payee = 0; payee < this.payees.size; payee++) starts[payee + 1] += starts[payee]
    const free = starts.slice()
    const order = new Int32Array(this.#count)
    for (let line = 0; line < this.#count; line++) order[free[this.#payeeOf[line]]++] = line
    return { order, starts }
  }

  #add(payee: number, work: number, amountMicro: bigint): void {
    if (amountMicro === 0n) return
    const line = this.#count++
    if (line === this.#payeeOf.length) this.#grow()
    this.#payeeOf[line] = payee
    this.#workOf[line] = work
    if (amountMicro <= MAX_EXACT) this.#amountOf[line] = Number(amountMicro)
    else this.#large.set(line, amountMicro)
  }

  #grow(): void {
    const size = this.#payeeOf.length * 2
    const [payeeOf, workOf, amountOf] = [this.#payeeOf, this.#workOf, this.#amountOf]
    this.#payeeOf = new Int32Array(size)
    this.#payeeOf.set(payeeOf)
    this.#workOf = new Int32Array(size)
    this.#workOf.set(workOf)
    this.#amountOf = new Float64Array(size)
    this.#amountOf.set(amountOf)
  }
}
