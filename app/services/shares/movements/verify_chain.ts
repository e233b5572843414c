import ShareMovement from '#models/shares/share_movement'
import { movementHash, REGISTER_START } from '#services/shares/movements/movement_hash'
import db from '@adonisjs/lucid/services/db'

/** Movements read at a time, so that a long register needs little memory. */
const BATCH = 5_000
const RECORDED_AT = `to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_text`

export type ChainVerdict =
  | { holds: true; count: bigint }
  /** The first movement that does not hold, and what is wrong with it. */
  | { holds: false; number: bigint; problem: string }

/**
 * C11: recomputes the whole chain from the rows, without the database's own functions: numbers from
 * 1 without a gap, every hash that of its content and of the one before, the last one as kept.
 */
export async function verifyChain(): Promise<ChainVerdict> {
  let previous: Buffer = REGISTER_START
  let last = 0n
  for (;;) {
    const movements = await ShareMovement.query()
      .select('*', db.raw(RECORDED_AT))
      .where('number', '>', String(last))
      .orderBy('number')
      .limit(BATCH)
    for (const movement of movements) {
      const problem = problemOf(movement, { last, previous })
      if (problem) return { holds: false, number: movement.number, problem }
      last = movement.number
      previous = movement.hash
    }
    if (movements.length < BATCH) break
  }
  return sameHead(last, previous)
}

function problemOf(
  movement: ShareMovement,
  { last, previous }: { last: bigint; previous: Buffer }
): string | null {
  if (movement.number !== last + 1n) return `movement ${last + 1n} is missing`
  if (!movement.previousHash.equals(previous)) return 'it does not follow the one before'
  const hash = movementHash(previous, movement, movement.$extras.recorded_text)
  if (!hash.equals(movement.hash)) return 'its content was changed'
  return null
}

async function sameHead(last: bigint, hash: Buffer): Promise<ChainVerdict> {
  const { rows } = await db.rawQuery(
    'SELECT last_number::text AS number, last_hash FROM capital_totals'
  )
  const head = rows[0]
  if (BigInt(head.number) === last && hash.equals(head.last_hash))
    return { holds: true, count: last }
  return { holds: false, number: last + 1n, problem: `the register ends at ${head.number}` }
}
