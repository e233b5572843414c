import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { TIME_ZONE } from '#values/clock'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry, type Journal, type EntryLine } from '#services/ledger/post_entry'

/** A payment as the ledger sees it; amounts in cents, VAT inside the gross amount. */
export type LedgerPayment = {
  paymentId: string
  subscriberId: string
  grossCents: bigint
  vatCents: bigint
  paymentFeeCents: bigint
}

type Fact = { at: DateTime; postedBy: string; postedAt: DateTime }

/**
 * Posts a settled payment: the sale with its VAT (journal VE), then the money at the bank less the
 * payment fee (journal BQ). Posting it twice changes nothing.
 */
export async function postPaymentSettled(
  payment: LedgerPayment,
  fact: Fact,
  trx: TransactionClientContract
): Promise<void> {
  const { grossCents, vatCents, paymentFeeCents, subscriberId } = payment
  await post(trx, payment, fact, 'VE', 'settled', 'Abonnement', [
    { account: accounts.subscribers, auxiliary: subscriberId, debitCents: grossCents },
    { account: accounts.vatCollected, creditCents: vatCents },
    { account: accounts.subscriptions, creditCents: grossCents - vatCents },
  ])
  await post(trx, payment, fact, 'BQ', 'settled', 'Encaissement', [
    ...bankLine(grossCents - paymentFeeCents),
    { account: accounts.bankFees, debitCents: paymentFeeCents },
    { account: accounts.subscribers, auxiliary: subscriberId, creditCents: grossCents },
  ])
}

/**
 * Posts the reversal of a settled payment: the sale is undone and the gross amount leaves the
 * bank. The payment fee stays spent. Posting it twice changes nothing.
 */
export async function postPaymentReversed(
  payment: LedgerPayment,
  fact: Fact,
  trx: TransactionClientContract
): Promise<void> {
  const { grossCents, vatCents, subscriberId } = payment
  await post(trx, payment, fact, 'VE', 'reversed', 'Annulation d’abonnement', [
    { account: accounts.vatCollected, debitCents: vatCents },
    { account: accounts.subscriptions, debitCents: grossCents - vatCents },
    { account: accounts.subscribers, auxiliary: subscriberId, creditCents: grossCents },
  ])
  await post(trx, payment, fact, 'BQ', 'reversed', 'Remboursement', [
    { account: accounts.subscribers, auxiliary: subscriberId, debitCents: grossCents },
    { account: accounts.bank, creditCents: grossCents },
  ])
}

/** A fee above the payment costs the bank account money instead of bringing some. */
function bankLine(receivedCents: bigint): EntryLine[] {
  return receivedCents >= 0n
    ? [{ account: accounts.bank, debitCents: receivedCents }]
    : [{ account: accounts.bank, creditCents: -receivedCents }]
}

async function post(
  trx: TransactionClientContract,
  payment: LedgerPayment,
  fact: Fact,
  journal: Journal,
  what: 'settled' | 'reversed',
  label: string,
  lines: EntryLine[]
) {
  await postEntry(
    {
      journal,
      date: fact.at.setZone(TIME_ZONE).toISODate()!,
      pieceReference: `${journal}-${payment.paymentId}-${what}`,
      label,
      lines,
      postedBy: fact.postedBy,
      postedAt: fact.postedAt,
    },
    trx
  )
}
