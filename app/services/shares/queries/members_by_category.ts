import db from '@adonisjs/lucid/services/db'
import type { StatuteSettings } from '#services/statutes/statute_settings'

export type CategoryShare = {
  code: string
  labelFr: string
  labelEn: string
  members: number
  /** What the category's members hold, cents as a decimal string. */
  subscribedCents: string
}

/**
 * The active members by the category that counts for each (the first of the statutes' order, C03),
 * and what they hold; in the statutes' order, empty categories included (C01).
 */
export async function membersByCategory(
  { categories }: Pick<StatuteSettings, 'categories'>,
  day: string
): Promise<CategoryShare[]> {
  const { rows } = await db.rawQuery(
    `WITH counted AS (
       SELECT c.member_id, min(array_position(:codes::text[], c.category_code)) AS place
         FROM member_categories c
        WHERE c.valid_from <= :day AND (c.valid_to IS NULL OR c.valid_to > :day)
        GROUP BY c.member_id
     )
     SELECT c.place, count(*)::int AS members, coalesce(sum(h.subscribed_cents), 0)::text AS subscribed
       FROM members m JOIN counted c ON c.member_id = m.id
       LEFT JOIN share_holdings h ON h.member_id = m.id
      WHERE m.state = 'active' GROUP BY c.place`,
    { codes: `{${categories.map(({ code }) => `"${code}"`).join(',')}}`, day }
  )
  return categories.map(({ code, labelFr, labelEn }, index) => {
    const row = rows.find((one: { place: number | null }) => one.place === index + 1)
    const members = (row?.members as number | undefined) ?? 0
    return { code, labelFr, labelEn, members, subscribedCents: row?.subscribed ?? '0' }
  })
}
