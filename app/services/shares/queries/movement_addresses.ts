import db from '@adonisjs/lucid/services/db'
import type { MovementLine } from '#services/shares/queries/movements_page'

/**
 * Where the holders of some movements lived on each movement's day (R228-8), as one line of text by
 * `<number> <member id>`; nothing for a person whose details were erased.
 */
export async function movementAddresses(
  movements: readonly Pick<MovementLine, 'number'>[]
): Promise<Map<string, string>> {
  const { rows } = await db.rawQuery(
    `SELECT DISTINCT m.number::text AS number, side.member_id, d.street, d.postcode, d.city
       FROM share_movements m
      CROSS JOIN LATERAL (VALUES (m.from_member_id), (m.to_member_id)) AS side (member_id)
      CROSS JOIN LATERAL (
        SELECT street, postcode, city FROM member_details
         WHERE member_id = side.member_id
         -- Of a movement before the first details, the first ones are all that is known.
         ORDER BY (valid_from <= m.effective_on) DESC,
                  CASE WHEN valid_from <= m.effective_on THEN version ELSE -version END DESC LIMIT 1) AS d
      WHERE m.number = ANY(:numbers::bigint[]) AND d.street <> ''`,
    { numbers: movements.map(({ number }) => number) }
  )
  return new Map(
    rows.map((row: Record<string, string>) => [
      `${row.number} ${row.member_id}`,
      `${row.street}, ${row.postcode} ${row.city}`,
    ])
  )
}
