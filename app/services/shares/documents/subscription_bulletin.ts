import Application from '#models/membership/application'
import type ShareSubscription from '#models/shares/share_subscription'
import type { Bulletin } from '#services/membership/applications/bulletin'
import { bulletinPdf } from '#services/membership/applications/bulletin_pdf'

/** The signed bulletin of a subscription on paper; null where another program kept it. */
export async function subscriptionBulletinPdf(
  subscription: ShareSubscription
): Promise<Buffer | null> {
  const bulletin = subscription.bulletin as Partial<Bulletin>
  if (bulletin.document !== 'share_subscription_bulletin') return null
  const { subscriber, locale } = bulletin as Bulletin
  return bulletinPdf(
    new Application().fill({
      kind: subscriber.kind,
      givenName: subscriber.given_name,
      familyName: subscriber.family_name,
      legalName: subscriber.legal_name,
      locale,
      bulletin: subscription.bulletin,
      bulletinSha256: subscription.bulletinSha256,
      evidence: subscription.evidence,
      signedAt: subscription.signedAt,
      createdAt: subscription.createdAt,
    })
  )
}
