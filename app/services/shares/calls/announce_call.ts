import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import CapitalCall from '#models/shares/capital_call'
import type ShareSubscription from '#models/shares/share_subscription'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import type { Clock } from '#values/clock'
import { dayOf, isoDay, type Day } from '#values/day'
import { newId } from '#values/id'

type Announcement = { amountCents: bigint; dueOn: Day; actor: Actor; clock: Clock }

/**
 * Writes a call and its entry: from here on the member owes the amount. The caller has checked that
 * so much is neither paid nor called yet, and holds the register.
 */
export async function announceCall(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  { amountCents, dueOn, actor, clock }: Announcement
): Promise<CapitalCall> {
  const id = newId()
  const today = clock.now()
  await postCall(trx, subscription, { id, amountCents, isTakenBack: false, actor, clock })
  return CapitalCall.create(
    {
      id,
      subscriptionId: subscription.id,
      amountCents,
      paidCents: 0n,
      calledOn: dayOf(today),
      dueOn: dayOf(dueOn),
      createdAt: today,
    },
    { client: trx }
  )
}

/** Takes back what is still unpaid of a call; of one that was paid in part, that part stays called. */
export async function cancelCall(
  trx: TransactionClientContract,
  { call, subscription }: { call: CapitalCall; subscription: ShareSubscription },
  { actor, clock }: { actor: Actor; clock: Clock }
): Promise<void> {
  const { id, leftCents: amountCents } = call
  if (amountCents === 0n) return
  await postCall(trx, subscription, { id, amountCents, isTakenBack: true, actor, clock })
  if (call.paidCents > 0n) call.amountCents = call.paidCents
  else call.cancelledAt = clock.now()
  await call.useTransaction(trx).save()
}

/** What of a registered subscription is neither paid nor called, in cents. */
export async function uncalledCents(
  trx: TransactionClientContract,
  subscription: ShareSubscription
): Promise<bigint> {
  const calls = await openCalls(trx, subscription.id)
  return calls.reduce((left, call) => left - call.leftCents, subscription.leftCents)
}

/** The calls of a subscription that are not paid, the first due first. */
export function openCalls(
  trx: TransactionClientContract,
  subscriptionId: string
): Promise<CapitalCall[]> {
  return CapitalCall.query({ client: trx })
    .where('subscriptionId', subscriptionId)
    .whereNull('cancelledAt')
    .whereColumn('paid_cents', '<', 'amount_cents')
    .orderBy(['due_on', 'created_at', 'id'])
    .forUpdate()
}

type Posting = { id: string; amountCents: bigint; isTakenBack: boolean; actor: Actor; clock: Clock }

function postCall(
  trx: TransactionClientContract,
  { memberId: auxiliary, reference }: ShareSubscription,
  { id, amountCents, isTakenBack, actor, clock }: Posting
) {
  const moves = [
    [accounts.membersCalled, accounts.uncalledCapital],
    [accounts.capitalUncalled, accounts.capitalCalledUnpaid],
  ] as const
  return postEntry(
    {
      journal: 'OD',
      date: isoDay(clock.now()),
      pieceReference: `OD-appel-${id}${isTakenBack ? '-annulation' : ''}`,
      label: `${isTakenBack ? 'Annulation d’appel' : 'Appel'} de libération ${reference}`,
      lines: moves.flatMap(([to, from]) => {
        const [debit, credit] = isTakenBack ? [from, to] : [to, from]
        return [
          { account: debit, auxiliary, debitCents: amountCents },
          { account: credit, auxiliary, creditCents: amountCents },
        ]
      }),
      postedBy: actorLabel(actor),
      postedAt: clock.now(),
    },
    trx
  )
}
