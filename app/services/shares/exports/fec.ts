import db from '@adonisjs/lucid/services/db'
import { writeFec, type Auxiliaries, type FecYear } from '#services/ledger/fec'

/** What shares posts bears one of these accounts; no other domain writes on them. */
const SHARE_ACCOUNTS = ['109', '1011', '1012', '10131', '10138', '4562', '4563', '4567', '457']

/**
 * The entries of shares in a financial year, in the form of the file of accounting entries (A08):
 * an extract, with the numbers that they have in the whole file.
 */
export function sharesFec(year: FecYear): AsyncGenerator<string> {
  return writeFec({ year, namesOf: membersOf, only: SHARE_ACCOUNTS })
}

async function membersOf(ids: string[]): Promise<Auxiliaries> {
  const { rows } = await db.rawQuery(
    `SELECT id::text, 'S' || coalesce(number::text, left(id::text, 8)) AS code, display_name AS name
       FROM members WHERE id::text = ANY(CAST(:ids AS text[]))`,
    { ids: `{${ids.map((id) => `"${id.replaceAll(/["\\]/g, '')}"`).join(',')}}` }
  )
  return new Map(rows.map(({ id, ...who }: Record<string, string>) => [id, who]))
}

/** Not the name of the whole file: nobody must hand in a part of the ledger for all of it. */
export function fecExtractName({ to }: FecYear): string {
  return `extrait-fec-parts-sociales-${to}.txt`
}
