import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Application from '#models/membership/application'
import ShareSubscription from '#models/shares/share_subscription'
import type { Admission } from '#services/membership/admission_steps'
import { orRefuse } from '#services/shares/errors'
import { openSubscription } from '#services/shares/subscriptions/open_subscription'

/**
 * Who is admitted has signed a bulletin: the subscription waits for its money under the reference
 * that the applicant knows. @throws SharesError where the register would refuse it: no admission
 */
export async function openFromApplication(
  trx: TransactionClientContract,
  { application, memberId, actor, clock }: Admission
): Promise<void> {
  const { id: applicationId, reference, shares, nominalCents, firstPaymentCents } = application
  const { bulletin, bulletinSha256, evidence, signedAt } = application
  orRefuse(
    await openSubscription(trx, {
      ...{ memberId, applicationId, reference, shares, nominalCents, firstPaymentCents, evidence },
      bulletin: bulletin!,
      bulletinSha256: bulletinSha256!,
      signedAt: signedAt!,
      actor,
      clock,
    })
  )
}

/** What an admitted applicant still has to pay at once, in cents; null before the admission. */
export async function dueOfApplication(applicationId: Application['id']): Promise<bigint | null> {
  const subscription = await ShareSubscription.findBy('applicationId', applicationId)
  if (!subscription) return null
  if (subscription.state !== 'awaiting_payment') return 0n
  const left = subscription.firstPaymentCents - subscription.receivedCents
  return left > 0n ? left : 0n
}
