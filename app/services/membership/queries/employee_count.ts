import db from '@adonisjs/lucid/services/db'

export type Headcount = { employees: number; countedOn: string; source: 'accounts' | 'declared' }

/**
 * How many people the co-operative employs: what the office declared last, or the newest annual
 * accounts where these are younger; null before either. Reads the accounts' table by its name
 * alone.
 */
export async function employeeCount(day: string): Promise<Headcount | null> {
  const { rows } = await db.rawQuery(
    `SELECT employees, counted_on::text AS "countedOn", source FROM (
       SELECT employees, counted_on, 'declared' AS source, recorded_at FROM employee_counts
       UNION ALL
       SELECT employees, closed_on, 'accounts', recorded_at FROM annual_accounts) AS known
      WHERE counted_on <= :day
      ORDER BY counted_on DESC, recorded_at DESC LIMIT 1`,
    { day }
  )
  return rows[0] ?? null
}
