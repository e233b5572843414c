import db from '@adonisjs/lucid/services/db'
import { PRESENT } from '#services/membership/queries/present_on'
import type { MemberCategory, StatuteSettings } from '#services/statutes/statute_settings'

/**
 * How many active members each category counts on a day, each member once: in the category that
 * decides their vote (C03). Categories that the statutes no longer know come under ''.
 */
export async function categoryCounts(
  settings: Pick<StatuteSettings, 'categories'>,
  day: string
): Promise<Map<string, number>> {
  const codes = settings.categories.map(({ code }) => code)
  const { rows } = await db.rawQuery(
    `SELECT rank, count(*)::int AS members FROM (
       SELECT c.member_id, min(array_position(:codes::text[], c.category_code)) AS rank
         FROM member_categories c JOIN members m ON m.id = c.member_id
        WHERE c.valid_from <= :day AND (c.valid_to IS NULL OR c.valid_to > :day)
          AND ${PRESENT}
        GROUP BY c.member_id) AS ranked
     GROUP BY rank`,
    { codes, day }
  )
  return new Map(
    rows.map((row: { rank: number | null; members: number }) => [
      row.rank ? codes[row.rank - 1] : '',
      row.members,
    ])
  )
}

/** The categories that decide the vote of at least one active member on a day, without counting. */
export async function presentCategories(
  { categories }: Pick<StatuteSettings, 'categories'>,
  day: string
): Promise<MemberCategory[]> {
  const present: MemberCategory[] = []
  for (const [index, category] of categories.entries()) {
    const { rows } = await db.rawQuery(SOMEBODY, {
      code: category.code,
      before: categories.slice(0, index).map(({ code }) => code),
      day,
    })
    if (rows.length > 0) present.push(category)
  }
  return present
}

const SOMEBODY = `SELECT 1 FROM member_categories c JOIN members m ON m.id = c.member_id
  WHERE c.category_code = :code
    AND c.valid_from <= :day AND (c.valid_to IS NULL OR c.valid_to > :day)
    AND ${PRESENT}
    AND NOT EXISTS (SELECT 1 FROM member_categories o
       WHERE o.member_id = c.member_id AND o.category_code = ANY(:before::text[])
         AND o.valid_from <= :day AND (o.valid_to IS NULL OR o.valid_to > :day))
  LIMIT 1`
