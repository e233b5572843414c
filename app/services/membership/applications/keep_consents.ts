import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Application from '#models/membership/application'
import MemberConsent from '#models/membership/member_consent'
import type { Bulletin } from '#services/membership/applications/bulletin'
import { newId } from '#values/id'

/** The answers that were signed become the member's, from the instant of the signature (C19). */
export async function keepConsents(
  trx: TransactionClientContract,
  application: Application,
  memberId: string
) {
  const { consents } = application.bulletin as Bulletin
  await MemberConsent.createMany(
    consents.map(({ kind, given, text_sha256: textSha256 }) => ({
      id: newId(),
      memberId,
      kind,
      given,
      textSha256,
      source: 'application',
      recordedAt: application.signedAt!,
      recordedByLabel: application.displayName,
    })),
    { client: trx }
  )
}
