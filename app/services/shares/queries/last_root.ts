import db from '@adonisjs/lucid/services/db'

/** The register of a day as 32 bytes (hex), ready to be anchored. */
export type RegisterRoot = { day: string; lastNumber: string; root: string }

/** The newest day whose root is kept; null while no day with a movement is over. */
export async function lastRoot(): Promise<RegisterRoot | null> {
  const { rows } = await db.rawQuery(
    `SELECT day::text, last_number::text AS number, encode(root, 'hex') AS root
       FROM register_roots ORDER BY day DESC LIMIT 1`
  )
  const [row] = rows
  return row ? { day: row.day, lastNumber: row.number, root: row.root } : null
}
