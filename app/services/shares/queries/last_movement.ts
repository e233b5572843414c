import db from '@adonisjs/lucid/services/db'

/** The last movement that the register of a day contains, with its hash (hex); null before the first. */
export async function lastMovementOf(
  day: string
): Promise<{ number: bigint; hash: string } | null> {
  const { rows } = await db.rawQuery(
    `SELECT number::text, encode(hash, 'hex') AS hash FROM share_movements
      WHERE effective_on <= :day ORDER BY share_movements.number DESC LIMIT 1`,
    { day }
  )
  const [row] = rows
  return row ? { number: BigInt(row.number), hash: row.hash } : null
}
