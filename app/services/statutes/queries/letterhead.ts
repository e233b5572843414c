import db from '@adonisjs/lucid/services/db'
import type { Letterhead } from '#services/documents/letterhead'
import { groupedSiren, legalMention, seatOf } from '#services/statutes/legal_mention'
import type { CooperativeIdentity } from '#services/statutes/statute_settings'

/** Who the co-operative was on a day; reads its identity alone, for it stands on every page. */
export async function statutesLetterhead(day: string): Promise<Letterhead | null> {
  const { rows } = await db.rawQuery(
    `SELECT settings -> 'identity' AS identity FROM statute_profiles
      WHERE state = 'adopted' AND effective_on <= ?
      ORDER BY effective_on DESC, version DESC LIMIT 1`,
    [day]
  )
  const identity: CooperativeIdentity | undefined = rows[0]?.identity
  if (!identity) return null
  const siren = groupedSiren(identity.siren)
  return {
    name: identity.name,
    form: identity.formWords,
    mention: { fr: legalMention({ identity }, 'fr'), en: legalMention({ identity }, 'en') },
    siren,
    rcs: `${identity.rcsCity} ${siren}`.trim(),
    seat: seatOf(identity),
    vat: identity.vatNumber,
    email: identity.email,
    phone: identity.phone,
  }
}
