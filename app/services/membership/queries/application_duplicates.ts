import db from '@adonisjs/lucid/services/db'
import type Application from '#models/membership/application'
import { isoDay } from '#values/day'

export type DuplicateReason = 'same_person' | 'same_siren' | 'same_email' | 'similar_name'

export type Duplicate = {
  what: 'member' | 'application'
  id: string
  /** A member's number, or an application's reference. */
  label: string | null
  name: string
  email: string
  state: string
  reasons: DuplicateReason[]
}

/** Two names are alike from here on (pg_trgm), when the day of birth is the same. */
const ALIKE = 0.3
const MOST = 20

const REASONS: DuplicateReason[] = ['same_person', 'same_siren', 'same_email', 'similar_name']

/**
 * Members and other applications that may be the same person (C03): the same key, SIREN or
 * address, or a similar name with the same day of birth. Surest first.
 */
export async function duplicatesOf(application: Application): Promise<Duplicate[]> {
  const { rows } = await db.rawQuery(
    `WITH found AS (
       SELECT 'member' AS what, m.id, m.number::text AS label, m.display_name AS name, m.email,
              m.state, m.person_key, d.siren, d.birth_date, 0 AS place
         FROM members m
         LEFT JOIN LATERAL (SELECT siren, birth_date FROM member_details
                             WHERE member_id = m.id ORDER BY version DESC LIMIT 1) d ON true
        WHERE m.id IS DISTINCT FROM :member AND m.id IN (
          SELECT id FROM members WHERE person_key = :key OR email = :email
           UNION SELECT member_id FROM member_details WHERE siren = :siren OR birth_date = :birth)
       UNION ALL
       SELECT 'application', a.id, a.reference,
              coalesce(a.legal_name, concat_ws(' ', a.given_name, a.family_name)), a.email,
              a.state, a.person_key, a.siren, a.birth_date, 1
         FROM applications a
        WHERE a.id <> :id AND a.signed_at IS NOT NULL AND a.member_id IS NULL AND a.erased_at IS NULL
          AND (a.person_key = :key OR a.email = :email OR a.siren = :siren OR a.birth_date = :birth)
     ), judged AS (
       SELECT what, id, label, name, email, state, place,
              person_key = :key AS same_person,
              coalesce(siren = :siren, false) AS same_siren,
              email = :email AS same_email,
              coalesce(birth_date = :birth, false)
                AND similarity(plain_text(name), plain_text(:name)) >= ${ALIKE} AS similar_name
         FROM found
     )
     SELECT * FROM judged WHERE same_person OR same_siren OR same_email OR similar_name
      ORDER BY same_person DESC, same_siren DESC, similar_name DESC, place, name, id LIMIT ${MOST}`,
    {
      id: application.id,
      member: application.memberId,
      key: application.personKey,
      email: application.email,
      siren: application.siren,
      birth: application.birthDate ? isoDay(application.birthDate) : null,
      name: application.displayName,
    }
  )
  return (rows as Record<string, any>[]).map((row) => ({
    what: row.what,
    id: row.id,
    label: row.label,
    name: row.name,
    email: row.email,
    state: row.state,
    reasons: REASONS.filter((reason) => row[reason]),
  }))
}
