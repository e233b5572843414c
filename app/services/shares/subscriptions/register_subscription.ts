import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type ShareMovement from '#models/shares/share_movement'
import ShareSubscription from '#models/shares/share_subscription'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { activateMember } from '#services/membership/activate_member'
import { orRefuse, SharesError, type SharesRefusal } from '#services/shares/errors'
import { inRegister } from '#services/shares/movements/in_register'
import { recordMovement } from '#services/shares/movements/record_movement'
import type { Clock } from '#values/clock'
import type { Result } from '#values/result'

type Act = { actor: Actor; clock: Clock }

/**
 * Enough money is in (C07, C08): the shares exist from today, their holder is a member. In the
 * caller's transaction; refused where a gate of the register says no, and the money waits then.
 */
export function registerSubscription(
  trx: TransactionClientContract,
  subscription: ShareSubscription,
  { actor, clock }: Act
): Promise<Result<ShareMovement, SharesRefusal>> {
  const { id, memberId, shares, nominalCents, receivedCents } = subscription
  return inRegister(async (inner) => {
    const today = clock.now()
    const recorded = await recordMovement(inner, {
      type: 'subscribe',
      effectiveOn: today,
      to: { memberId, pocket: 'held' },
      shares,
      nominalCents,
      paidCents: receivedCents,
      subscriptionId: id,
      actor,
      clock,
    })
    const movement = orRefuse(recorded)
    await activateMember(inner, { memberId, on: today, actor, clock })
    await subscription.useTransaction(inner).register(today).save()
    return movement
  }, trx)
}

/** Tries again what a gate had stopped when the money came in. */
export function registerPaidSubscription(
  input: { subscriptionId: string } & Act
): Promise<Result<ShareMovement, SharesRefusal>> {
  const { subscriptionId, actor, clock } = input
  return inRegister(async (trx) => {
    const subscription = await ShareSubscription.query({ client: trx })
      .where('id', subscriptionId)
      .forUpdate()
      .first()
    if (!subscription) throw new SharesError('unknown_subscription')
    if (subscription.state !== 'awaiting_payment') throw new SharesError('not_awaiting_payment')
    if (!subscription.isEnoughIn) throw new SharesError('too_little_in')
    const movement = orRefuse(await registerSubscription(trx, subscription, { actor, clock }))
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.register_subscription',
      subject: { type: 'share_subscription', id: subscriptionId },
      after: { movement: movement.number },
      clock,
    })
    return movement
  })
}
