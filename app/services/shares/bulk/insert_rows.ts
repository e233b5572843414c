import type { ClientBase } from 'pg'

/** In the order in which their rows refer to one another. */
export const TABLES = [
  'members',
  'member_details',
  'member_categories',
  'journal_entries',
  'journal_lines',
  'share_subscriptions',
  'share_payments',
  'share_transfers',
  'share_movements',
]

type Row = Record<string, unknown>

/** Many rows in one statement; a column that none of them names has its default. */
export async function insertRows(client: ClientBase, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].join(', ')
  await client.query(
    `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [asJson(rows)]
  )
}

function asJson(rows: Row[]): string {
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}

/** A model's attributes under the names of their columns. */
export function snakeCase(row: object): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ])
  )
}
