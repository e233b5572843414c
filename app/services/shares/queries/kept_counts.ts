import db from '@adonisjs/lucid/services/db'

const KEPT = 50
const counts = new Map<string, number>()

/**
 * A count that follows from the movements alone: movements never change, so what was counted up to
 * one of them stays true until the next. A few are kept; the oldest goes first.
 */
export async function keptCount(what: string, count: () => Promise<number>): Promise<number> {
  const { rows } = await db.rawQuery(
    `SELECT last_number || '|' || encode(last_hash, 'hex') AS place FROM capital_totals`
  )
  const key = `${rows[0].place}|${what}`
  const known = counts.get(key)
  if (known !== undefined) return known
  const counted = await count()
  counts.set(key, counted)
  if (counts.size > KEPT) counts.delete(counts.keys().next().value!)
  return counted
}
