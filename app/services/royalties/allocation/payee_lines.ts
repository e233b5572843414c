import type { CsvWriter } from './csv_writer.js'
import { IdTable } from './id_table.js'
import { TiedShares } from './tied_shares.js'

const MAX_EXACT = Number.MAX_SAFE_INTEGER

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
  /** Amounts from 2^53 up, by line; beside them stands 0. */
  readonly #large = new Map<number, bigint>()

  constructor(period: string, suspense: string) {
    this.#shares = new TiedShares(period, this.payees)
    this.#suspense = this.payees.internText(suspense)
  }

  beginSheet(): void {
    this.#shares.begin()
  }

  addShare(payee: number, basisPoints: number): void {
    this.#shares.add(payee, basisPoints)
  }

  /** Splits a work's amount by the sheet read since `beginSheet`. */
  addSplit(work: number, workId: string, amountMicro: bigint): void {
    if (amountMicro === 0n) return
    const shares = this.#shares
    shares.share(amountMicro, workId)
    const { claimants, parts } = shares
    for (let at = 0; at < shares.count; at++) {
      if (parts !== null) this.#addExact(claimants[at], work, parts[at])
      else this.#add(claimants[at], work, shares.part(at))
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
      const [from, to] = [starts[payee], starts[payee + 1]]
      if (from === to) continue
      const owner = this.payees.place(payee)
      for (let at = from; at < to; at++) {
        this.#write(writer, works, owner, order[at])
        if (writer.isFull) await writer.flush()
      }
      seen(this.payees.text(payee), this.#sumOf(order, from, to))
    }
    await writer.flush()
  }

  #write(
    writer: CsvWriter,
    works: IdTable,
    owner: { doubles: Float64Array; length: number },
    line: number
  ): void {
    const amount = this.#amountOf[line]
    const work = this.#workOf[line]
    if (amount > 0) return writer.share(owner.doubles, owner.length, works, work, amount)
    const { payees } = this
    writer.id(payees, this.#payeeOf[line])
    writer.comma()
    writer.id(works, work)
    writer.comma()
    writer.integer(this.#large.get(line)!)
    writer.newline()
  }

  /** What lines of a payee come to; doubles are exact while their sum stays below 2^53. */
  #sumOf(order: Int32Array, from: number, to: number): bigint {
    let exact = 0
    let sum = 0n
    for (let at = from; at < to; at++) {
      const amount = this.#amountOf[order[at]]
      if (amount === 0) sum += this.#large.get(order[at])!
      else if (exact + amount > MAX_EXACT) {
        sum += BigInt(exact)
        exact = amount
      } else exact += amount
    }
    return sum + BigInt(exact)
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
    if (amountMicro <= MAX_EXACT) return this.#addExact(payee, work, Number(amountMicro))
    this.#large.set(this.#count, amountMicro)
    this.#addLine(payee, work, 0)
  }

  /** A line of an amount below 2^53; of nothing there is none. */
  #addExact(payee: number, work: number, amountMicro: number): void {
    if (amountMicro > 0) this.#addLine(payee, work, amountMicro)
  }

  #addLine(payee: number, work: number, amount: number): void {
    const line = this.#count++
    if (line === this.#payeeOf.length) this.#grow()
    this.#payeeOf[line] = payee
    this.#workOf[line] = work
    this.#amountOf[line] = amount
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
