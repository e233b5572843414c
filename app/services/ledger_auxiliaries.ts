import db from '@adonisjs/lucid/services/db'
import type { Auxiliaries } from '#services/ledger/fec'

const UUID = /^[0-9a-f-]{36}$/

/**
 * Who the ledger's lines are for: a member by number and name, a payee by name, a subscriber by
 * the pseudonym alone, as everywhere in the books.
 */
export async function auxiliaryNames(asked: string[]): Promise<Auxiliaries> {
  const ids = asked.filter((one) => UUID.test(one))
  const { rows } = await db.rawQuery(
    `SELECT id::text, 'S' || coalesce(number::text, left(id::text, 8)) AS code, display_name AS name
       FROM members WHERE id = ANY(CAST(:ids AS uuid[]))
     UNION ALL SELECT id::text, 'B' || left(replace(id::text, '-', ''), 12), name
       FROM payees WHERE id = ANY(CAST(:ids AS uuid[]))
     UNION ALL SELECT id::text, 'A' || left(replace(id::text, '-', ''), 12),
                      'Abonné ' || left(replace(id::text, '-', ''), 12)
       FROM subscribers WHERE id = ANY(CAST(:ids AS uuid[]))`,
    { ids: `{${ids.join(',')}}` }
  )
  return new Map(rows.map(({ id, ...who }: Record<string, string>) => [id, who]))
}
