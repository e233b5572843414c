import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import SharePayment from '#models/shares/share_payment'
import type ShareSubscription from '#models/shares/share_subscription'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { SharesError } from '#services/shares/errors'
import type { Clock } from '#values/clock'
import { dayOf, isoDay, type Day } from '#values/day'
import { newId } from '#values/id'

export type BankLine = {
  amountCents: bigint
  /** The day on the bank's statement, not after today. */
  bankDate: Day
  /** The bank's own name for the line: the same one again is the same money. */
  bankReference: string
  actor: Actor
  clock: Clock
  id?: string
}

/** @throws SharesError `amount_not_positive`, `day_in_future` */
export function assertBankLine({ amountCents, bankDate, clock }: BankLine): void {
  if (amountCents <= 0n) throw new SharesError('amount_not_positive')
  if (isoDay(bankDate) > isoDay(clock.now())) throw new SharesError('day_in_future')
}

type ShareMoney = BankLine & {
  kind: SharePayment['kind']
  against: 'membersReceived' | 'membersCalled'
  /** Money that came before these books were kept is in the opening balance, not at the bank. */
  isTakenOver?: boolean
}

/**
 * Keeps a line of the bank beside its subscription and posts it: `against` is the account that the
 * money belongs to until it is capital (4563), or the call that it pays (4562).
 */
export async function postShareMoney(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  line: ShareMoney
): Promise<SharePayment> {
  const { kind, amountCents, bankReference, actor, clock, isTakenOver = false } = line
  const id = line.id ?? newId()
  const bank = { account: isTakenOver ? accounts.openingBalance : accounts.bank }
  const journal = isTakenOver ? 'OD' : 'BQ'
  const member = { account: accounts[line.against], auxiliary: subscription.memberId }
  const [debit, credit] = kind === 'receipt' ? [bank, member] : [member, bank]
  await postEntry(
    {
      journal,
      date: isoDay(line.bankDate),
      pieceReference: `${journal}-parts-${id}`,
      label: `${kind === 'receipt' ? 'Versement' : 'Remboursement'} ${subscription.reference}`,
      lines: [
        { ...debit, debitCents: amountCents },
        { ...credit, creditCents: amountCents },
      ],
      postedBy: actorLabel(actor),
      postedAt: clock.now(),
    },
    trx
  )
  return SharePayment.create(
    {
      id,
      subscriptionId: subscription.id,
      kind,
      amountCents,
      bankDate: dayOf(line.bankDate),
      bankReference,
      recordedAt: clock.now(),
      recordedByLabel: actorLabel(actor),
    },
    { client: trx }
  )
}
