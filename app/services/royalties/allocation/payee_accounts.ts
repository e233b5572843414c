import { centsToMicro, microToCentsFloor } from '#values/money'
import type { CsvWriter } from './csv_writer.js'

type Account = { openingMicro: bigint; linesMicro: bigint; adjustmentsMicro: bigint }

/** Step 7: every payee's opening balance, lines and adjustments, and what is paid out of them. */
export class PayeeAccounts {
  readonly #accounts = new Map<string, Account>()
  linesMicro = 0n
  adjustmentsMicro = 0n

  open(payeeId: string, balanceMicro: bigint): void {
    this.#account(payeeId).openingMicro += balanceMicro
  }

  adjust(payeeId: string, amountMicro: bigint): void {
    this.#account(payeeId).adjustmentsMicro += amountMicro
    this.adjustmentsMicro += amountMicro
  }

  addLine(payeeId: string, amountMicro: bigint): void {
    this.#account(payeeId).linesMicro += amountMicro
    this.linesMicro += amountMicro
  }

  linesOf(payeeId: string): bigint {
    return this.#accounts.get(payeeId)?.linesMicro ?? 0n
  }

  /** Writes the rows of `balances.csv`, sorted. @returns the sum of the payouts, in cents */
  async settle(thresholdCents: bigint, suspense: string, writer: CsvWriter): Promise<bigint> {
    let paidCents = 0n
    for (const payeeId of [...this.#accounts.keys()].sort()) {
      const account = this.#account(payeeId)
      const balance = account.openingMicro + account.linesMicro + account.adjustmentsMicro
      const payout = payeeId === suspense ? 0n : payoutCents(balance, thresholdCents)
      paidCents += payout
      writer.text(
        `${payeeId},${account.openingMicro},${account.linesMicro},${account.adjustmentsMicro},` +
          `${payout},${balance - centsToMicro(payout)}\n`
      )
      if (writer.isFull) await writer.flush()
    }
    await writer.flush()
    return paidCents
  }

  #account(payeeId: string): Account {
    let account = this.#accounts.get(payeeId)
    if (!account) {
      account = { openingMicro: 0n, linesMicro: 0n, adjustmentsMicro: 0n }
      this.#accounts.set(payeeId, account)
    }
    return account
  }
}

/** Step 7: whole cents of a positive balance from the threshold up; debts are carried. */
export function payoutCents(balanceMicro: bigint, thresholdCents: bigint): bigint {
  if (balanceMicro <= 0n) return 0n
  const cents = microToCentsFloor(balanceMicro)
  return cents >= thresholdCents ? cents : 0n
}
