import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Member from '#models/membership/member'
import ShareSubscription from '#models/shares/share_subscription'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { lapseAdmission } from '#services/membership/leave_membership'
import { cancelCall, openCalls } from '#services/shares/calls/announce_call'
import { orRefuse, SharesError, type SharesRefusal } from '#services/shares/errors'
import { departIfEmpty } from '#services/shares/exits/depart_if_empty'
import { inRegister } from '#services/shares/movements/in_register'
import { recordMovement } from '#services/shares/movements/record_movement'
import { assertVoidable, type VoidDecision } from '#services/shares/subscriptions/assert_voidable'
import { assertBankLine, postShareMoney } from '#services/shares/subscriptions/post_share_money'
import type { Clock } from '#values/clock'
import { dayOf, isoDay, type Day } from '#values/day'
import type { Result } from '#values/result'

type Voiding = {
  subscriptionId: string
  reason: string
  /** The transfer that gives everything received back; needed when something was. */
  refund?: { bankDate: Day; bankReference: string } | null
  /** Needed once its shares were registered. */
  decision?: VoidDecision | null
  actor: Actor
  clock: Clock
}

/**
 * A subscription that must not stand: its shares, if they were registered, are cancelled by a
 * decision while `assertVoidable` still lets them (C14, C15, C16), and what came in goes back in
 * full. The capital floor holds here too (C10). An admission of which nothing else is left lapses.
 */
export function voidSubscription(
  input: Voiding
): Promise<Result<ShareSubscription, SharesRefusal>> {
  const { subscriptionId, reason, decision, actor, clock } = input
  return inRegister(async (trx) => {
    const subscription = await ShareSubscription.query({ client: trx })
      .where('id', subscriptionId)
      .forUpdate()
      .first()
    if (!subscription) throw new SharesError('unknown_subscription')
    if (subscription.state === 'cancelled') return subscription
    const { receivedCents, memberId } = subscription
    await assertVoidable(trx, subscription, input)
    if (receivedCents > 0n && !input.refund) throw new SharesError('refund_needed')
    if (subscription.state === 'registered') await takeOut(trx, subscription, input)
    if (receivedCents > 0n) {
      const line = { ...input.refund!, amountCents: receivedCents, actor, clock }
      assertBankLine(line)
      const against = 'membersReceived' as const
      await postShareMoney(trx, subscription, { ...line, kind: 'refund', against })
    }
    const decided = {
      cancelDecidedBy: decision?.by,
      cancelDecidedOn: decision && dayOf(decision.on),
    }
    await subscription
      .merge({ receivedCents: 0n, ...decided })
      .cancel(clock.now(), reason)
      .save()
    await departIfEmpty(trx, { memberId, actor, clock })
    await lapseIfAlone(trx, subscription, input)
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.void_subscription',
      subject: { type: 'share_subscription', id: subscriptionId },
      before: { received_cents: receivedCents },
      after: {
        bank_reference: input.refund?.bankReference ?? null,
        decided_by: decision?.by ?? null,
        decided_on: decision ? isoDay(decision.on) : null,
      },
      reason,
      clock,
    })
    return subscription
  })
}

async function takeOut(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  { reason, actor, clock }: Voiding
): Promise<void> {
  for (const call of await openCalls(trx, subscription.id)) {
    await cancelCall(trx, { call, subscription }, { actor, clock })
  }
  orRefuse(
    await recordMovement(trx, {
      type: 'cancel',
      effectiveOn: clock.now(),
      from: { memberId: subscription.memberId, pocket: 'held' },
      shares: subscription.shares,
      nominalCents: subscription.nominalCents,
      paidCents: subscription.receivedCents,
      subscriptionId: subscription.id,
      reason,
      actor,
      clock,
    })
  )
}

async function lapseIfAlone(
  trx: TransactionClientContract,
  { memberId }: ShareSubscription,
  { reason, actor, clock }: Voiding
): Promise<void> {
  const member = await Member.query({ client: trx }).where('id', memberId).firstOrFail()
  if (member.state !== 'admitted') return
  const other = await ShareSubscription.query({ client: trx })
    .where({ memberId, state: 'awaiting_payment' })
    .first()
  if (other) return
  await lapseAdmission(trx, { memberId, on: clock.now(), actor, clock, reason })
}
