import db from '@adonisjs/lucid/services/db'
import {
  REGISTER_AT_SQL,
  registerAtBindings,
  registerLine,
  type RegisterLine,
  type RegisterScope,
} from '#services/shares/queries/register_at'

const BATCH = 2_000

/** A line of the register with what only files show. */
export type RegisterEntry = RegisterLine & {
  siren: string | null
  joinedOn: string | null
  /** Codes of the statutes' categories on that day, separated by spaces. */
  categories: string
}

/**
 * The register of a day through a cursor: the database replays once and hands over one batch after
 * the other, so that a long register never stands in memory whole.
 */
export async function* streamRegister(
  day: string,
  scope: Pick<RegisterScope, 'upToNumber'> = {}
): AsyncGenerator<RegisterEntry[]> {
  const trx = await db.transaction()
  try {
    await trx.rawQuery(
      `DECLARE register NO SCROLL CURSOR FOR
       SELECT r.*, m.joined_on::text AS joined_on,
              (SELECT v.siren FROM member_details v WHERE v.member_id = r.member_id
                ORDER BY v.version DESC LIMIT 1) AS siren,
              (SELECT string_agg(c.category_code, ' ' ORDER BY c.category_code) FROM member_categories c
                WHERE c.member_id = r.member_id AND c.valid_from <= :day
                  AND (c.valid_to IS NULL OR c.valid_to > :day)) AS categories
         FROM (${REGISTER_AT_SQL}) r JOIN members m ON m.id = r.member_id`,
      registerAtBindings(day, scope)
    )
    for (;;) {
      const { rows } = await trx.rawQuery(`FETCH ${BATCH} FROM register`)
      if (rows.length === 0) return
      yield rows.map((row: Record<string, any>) => ({
        ...registerLine(row),
        siren: row.siren,
        joinedOn: row.joined_on,
        categories: row.categories ?? '',
      }))
    }
  } finally {
    await trx.rollback()
  }
}
