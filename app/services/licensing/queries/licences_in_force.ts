import Licence from '#models/licensing/licence'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/** The licences under which a work stands on a day (YYYY-MM-DD), latest signature first. */
export function licencesInForce(
  workId: string,
  day: string,
  client?: QueryClientContract
): Promise<Licence[]> {
  return Licence.query({ client })
    .where('workId', workId)
    .where((query) => query.whereNull('endsOn').orWhere('endsOn', '>=', day))
    .preload('licenceText')
    .orderBy('signedAt', 'desc')
    .orderBy('id')
}

/**
 * Whether a licence lets the work be paid for by use (P29, rules 3.8): its text allows it, or the
 * signer granted it in addition; and a member of a collecting society brought its consent.
 */
export function allowsPaidUse(licence: Licence): boolean {
  const { grantsPaidUse, collectingSociety, collectingSocietyConsent } = licence.evidence as {
    grantsPaidUse?: boolean
    collectingSociety?: string | null
    collectingSocietyConsent?: string
  }
  if (!licence.licenceText.allowsPaidUse && grantsPaidUse !== true) return false
  return !collectingSociety || Boolean(collectingSocietyConsent)
}
