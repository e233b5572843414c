import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ShortOfShares } from '#services/membership/categories/category_gates'
import { holdingOf } from '#services/shares/queries/holding_of'
import { leastSharesToHold } from '#services/shares/queries/least_shares_to_hold'
import type { StatuteSettings } from '#services/statutes/statute_settings'

/** C07: whether a member who holds shares holds fewer than the categories of a day ask. */
export async function shortHolding(
  trx: TransactionClientContract,
  { memberId, day }: { memberId: string; day: string }
): Promise<ShortOfShares | null> {
  const { shares: held } = await holdingOf(memberId, trx)
  const least = await leastSharesToHold(trx, { memberId, day })
  return held > 0 && held < least ? { least, held } : null
}

/** Numbers that a warning names; the others are counted. */
const NAMED = 5

/**
 * C07: who holds fewer shares than the category that counts (C03) asks on a day, by given statutes:
 * those in force, or a draft before it is adopted. Only categories that ask for more than one are
 * looked at.
 */
export async function shortHoldings(
  { categories }: Pick<StatuteSettings, 'categories'>,
  day: string
): Promise<{ count: number; numbers: string }> {
  const demanding = categories.filter(({ minShares }) => minShares > 1)
  if (demanding.length === 0) return { count: 0, numbers: '' }
  const { rows } = await db.rawQuery(
    `SELECT m.number FROM member_categories c
       JOIN share_holdings h ON h.member_id = c.member_id AND h.shares > 0
       JOIN members m ON m.id = c.member_id
      WHERE c.category_code = ANY(:demanding::text[])
        AND c.valid_from <= :day AND (c.valid_to IS NULL OR c.valid_to > :day)
        AND h.shares < (:least::int[])[array_position(:codes::text[], c.category_code)]
        AND NOT EXISTS (SELECT 1 FROM member_categories o WHERE o.member_id = c.member_id
          AND o.valid_from <= :day AND (o.valid_to IS NULL OR o.valid_to > :day)
          AND array_position(:codes::text[], o.category_code)
            < array_position(:codes::text[], c.category_code))
      ORDER BY m.number`,
    {
      day,
      demanding: demanding.map(({ code }) => code),
      codes: categories.map(({ code }) => code),
      least: categories.map(({ minShares }) => minShares),
    }
  )
  const numbers = rows.slice(0, NAMED).map(({ number }: { number: number }) => number)
  return { count: rows.length, numbers: numbers.join(', ') }
}
