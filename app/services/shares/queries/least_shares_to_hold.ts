import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { leastSharesOf } from '#services/shares/rules/subscription_amount'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import { isoDay, type Day } from '#values/day'

/** C07: how many shares the statutes of a day ask of a member, by the category that counts. */
export async function leastSharesToHold(
  trx: TransactionClientContract,
  { memberId, day }: { memberId: string; day: Day }
): Promise<number> {
  const { settings } = await requireStatutes(isoDay(day), trx)
  const { rows } = await trx.rawQuery(
    `SELECT category_code AS code FROM member_categories
      WHERE member_id = :memberId AND valid_from <= :day AND coalesce(valid_to > :day, true)`,
    { memberId, day: isoDay(day) }
  )
  return leastSharesOf(
    rows.map((row: { code: string }) => row.code),
    settings
  )
}
