import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import type Assembly from '#models/governance/assembly'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import { noticeChannel, type EmailConsent } from '#services/governance/rules/notice_days'
import { heldOn } from '#services/governance/rules/notice_rule'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { TIME_ZONE, type Clock } from '#values/clock'
import { countryName } from '#values/countries'

export type Addressee = { memberId: string; channel: 'email' | 'post'; address: string }

type Row = {
  id: string
  display_name: string
  email: string
  representative_name: string | null
  street: string | null
  postcode: string | null
  city: string | null
  country: string | null
  consents: { given: boolean; at: string }[]
}

/** Everybody with a vote, and the channel by which the law lets the co-operative write to them (C19). */
export async function addressees(
  trx: TransactionClientContract,
  assembly: Pick<Assembly, 'body' | 'bodyCode' | 'startsAt'>,
  settings: StatuteSettings,
  clock: Clock
): Promise<Addressee[]> {
  const voters = await membersWithVote(trx, settings, clock.now(), assembly)
  const day = heldOn(assembly.startsAt)
  const days = assembly.body === 'board' ? 0 : settings.notices.consentDays
  const rows = await rowsOf(
    trx,
    voters.map(({ id }) => id)
  )
  return rows.map((row) => {
    const stands = consentsOf(row).some((consent) => noticeChannel(consent, day, days) === 'email')
    return stands && row.email
      ? { memberId: row.id, channel: 'email', address: row.email }
      : { memberId: row.id, channel: 'post', address: postalAddress(row) }
  })
}

async function rowsOf(trx: TransactionClientContract, ids: string[]): Promise<Row[]> {
  const { rows } = await trx.rawQuery(
    `SELECT m.id, m.display_name, m.email, d.representative_name, d.street, d.postcode, d.city,
            d.country,
            coalesce((SELECT jsonb_agg(jsonb_build_object('given', c.given, 'at', c.recorded_at)
                                       ORDER BY c.recorded_at, c.id)
                        FROM member_consents c
                       WHERE c.member_id = m.id AND c.kind = 'email_notices'), '[]') AS consents
       FROM members m
       LEFT JOIN LATERAL (SELECT * FROM member_details d WHERE d.member_id = m.id
                           ORDER BY d.version DESC LIMIT 1) d ON true
      WHERE m.id = ANY(CAST(:ids AS uuid[])) ORDER BY m.number`,
    { ids }
  )
  return rows
}

/** Each stretch of time for which a member's yes stood, from the answers as they were written. */
function consentsOf({ consents }: Row): EmailConsent[] {
  const found: EmailConsent[] = []
  for (const { given, at } of consents) {
    const day = DateTime.fromISO(at, { zone: TIME_ZONE })
    const last = found.at(-1)
    if (given && (!last || last.revokedOn)) found.push({ givenOn: day, revokedOn: null })
    else if (!given && last && !last.revokedOn) last.revokedOn = day
  }
  return found
}

/** As it stands on an envelope, one line each. */
export function postalAddress(row: Omit<Row, 'id' | 'email' | 'consents'>): string {
  const abroad = row.country && row.country !== 'FR' ? countryName(row.country, 'fr') : ''
  const lines = [
    row.display_name,
    row.representative_name,
    row.street,
    `${row.postcode ?? ''} ${row.city ?? ''}`.trim(),
    abroad.toLocaleUpperCase('fr'),
  ]
  return lines.filter(Boolean).join('\n')
}
