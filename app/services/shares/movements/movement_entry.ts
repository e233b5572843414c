import type { MovementType, Pocket } from '#models/shares/share_movement'
import {
  LEDGER_ACCOUNTS as accounts,
  type LedgerAccountCode,
} from '#services/ledger/chart_of_accounts'
import type { EntryLine } from '#services/ledger/post_entry'

export type Side = { memberId: string; pocket: Pocket }

/** The money of a movement, in cents: what the shares amount to, and how much of it is paid. */
export type MovementMoney = {
  type: Exclude<MovementType, 'correct'>
  from: Side | null
  to: Side | null
  amountCents: bigint
  paidCents: bigint
  /** Where the paid part comes from or goes to; members' receipts (4563) or repayments (4567). */
  counterpart?: LedgerAccountCode
  /** Of a claim's repayment: the losses that stay with the member (C14). */
  lossCents?: bigint
  /** Of shares cancelled: what was called on them and never paid. */
  calledUnpaidCents?: bigint
}

const LABELS: Record<MovementMoney['type'], string> = {
  subscribe: 'Souscription de parts',
  call: 'Libération de parts',
  transfer: 'Cession de parts',
  withdraw: 'Retrait, parts à rembourser',
  exclude: 'Exclusion, parts à rembourser',
  death: 'Décès, parts à rembourser',
  cancel: 'Annulation de parts',
}

export function entryLabel(type: MovementMoney['type'], number: bigint): string {
  return `${LABELS[type]}, mouvement n° ${number}`
}

/**
 * The lines of a movement's journal entry, each member as auxiliary, so that accounts 101 always
 * say what the register says: 1011 not called, 1012 called and not paid, 10131 paid, 10138 paid and
 * awaiting repayment.
 */
export function movementLines(money: MovementMoney): EntryLine[] {
  if (money.type === 'subscribe') return subscribed(money)
  if (money.type === 'call') {
    const auxiliary = money.to!.memberId
    return move(accounts.capitalCalledUnpaid, accounts.capitalPaid, money.paidCents, auxiliary)
  }
  if (money.type === 'transfer') return handedOver(money)
  if (money.type === 'cancel') return cancelled(money)
  const { memberId } = money.from!
  return move(accounts.capitalPaid, accounts.capitalAwaitingRepayment, money.paidCents, memberId)
}

function move(
  from: LedgerAccountCode,
  to: LedgerAccountCode,
  cents: bigint,
  auxiliary: string
): EntryLine[] {
  return [
    { account: from, auxiliary, debitCents: cents },
    { account: to, auxiliary, creditCents: cents },
  ]
}

function subscribed({ to, amountCents, paidCents, counterpart }: MovementMoney): EntryLine[] {
  const auxiliary = to!.memberId
  const source = counterpart ?? accounts.membersReceived
  return [
    ...move(accounts.uncalledCapital, accounts.capitalUncalled, amountCents - paidCents, auxiliary),
    ...move(source, accounts.capitalPaid, paidCents, auxiliary),
  ]
}

function handedOver({ from, to, amountCents, paidCents }: MovementMoney): EntryLine[] {
  const [giver, taker] = [from!.memberId, to!.memberId]
  const unpaid = amountCents - paidCents
  return [
    { account: accounts.capitalPaid, auxiliary: giver, debitCents: paidCents },
    { account: accounts.capitalPaid, auxiliary: taker, creditCents: paidCents },
    { account: accounts.capitalUncalled, auxiliary: giver, debitCents: unpaid },
    { account: accounts.capitalUncalled, auxiliary: taker, creditCents: unpaid },
    { account: accounts.uncalledCapital, auxiliary: taker, debitCents: unpaid },
    { account: accounts.uncalledCapital, auxiliary: giver, creditCents: unpaid },
  ]
}

function cancelled(money: MovementMoney): EntryLine[] {
  const { from, amountCents, paidCents, lossCents = 0n, calledUnpaidCents = 0n } = money
  const { memberId: auxiliary, pocket } = from!
  const isClaim = pocket === 'leaving'
  const paid = isClaim ? accounts.capitalAwaitingRepayment : accounts.capitalPaid
  const owed = money.counterpart ?? (isClaim ? accounts.membersToRepay : accounts.membersReceived)
  const uncalled = amountCents - paidCents - calledUnpaidCents
  return [
    { account: paid, auxiliary, debitCents: paidCents },
    { account: owed, auxiliary, creditCents: paidCents - lossCents },
    { account: accounts.carriedLoss, auxiliary, creditCents: lossCents },
    ...move(accounts.capitalUncalled, accounts.uncalledCapital, uncalled, auxiliary),
    ...move(accounts.capitalCalledUnpaid, accounts.membersCalled, calledUnpaidCents, auxiliary),
  ]
}
