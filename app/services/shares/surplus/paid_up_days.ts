import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { FinancialYear } from '#services/shares/rules/financial_year'

/** Paid-up cents of what members held, day by day; a corrected movement counts as never made. */
const HELD_CENT_DAYS = `
  SELECT member_id, sum(delta * (CAST(:to AS date) - greatest(effective_on, CAST(:from AS date)) + 1)) AS cent_days
    FROM (SELECT to_member_id AS member_id, paid_cents::numeric AS delta, effective_on, number, type
            FROM share_movements WHERE to_pocket = 'held'
           UNION ALL
          SELECT from_member_id, -paid_cents::numeric, effective_on, number, type
            FROM share_movements WHERE from_pocket = 'held') AS moved
   WHERE effective_on <= CAST(:to AS date) AND type <> 'correct'
     AND NOT EXISTS (SELECT 1 FROM share_movements c WHERE c.corrects = moved.number)
   GROUP BY member_id`

type Client = TransactionClientContract | typeof db

const days = ({ from, to }: FinancialYear) => ({ from: from.toISODate()!, to: to.toISODate()! })

/** Who held paid-up capital in the year, and for how long: cents times days, by member. */
export async function paidUpDaysByMember(
  year: FinancialYear,
  client: Client = db
): Promise<{ memberId: string; centDays: bigint }[]> {
  const { rows } = await client.rawQuery(
    `SELECT * FROM (${HELD_CENT_DAYS}) AS held WHERE cent_days > 0 ORDER BY member_id`,
    days(year)
  )
  return rows.map((row: { member_id: string; cent_days: string }) => ({
    memberId: row.member_id,
    centDays: BigInt(row.cent_days),
  }))
}

/** The same of all members together. */
export async function paidUpDays(year: FinancialYear, client: Client = db): Promise<bigint> {
  const { rows } = await client.rawQuery(
    `SELECT coalesce(sum(cent_days), 0)::text AS total FROM (${HELD_CENT_DAYS}) AS held WHERE cent_days > 0`,
    days(year)
  )
  return BigInt(rows[0].total)
}
