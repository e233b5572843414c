import db from '@adonisjs/lucid/services/db'
import { yearEndingOn, type FinancialYear } from '#services/shares/queries/financial_years'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

const DEFAULT_END = '12-31'

/**
 * The financial year that ends in a calendar year: as its accounts say where there are some, else
 * by the statutes of the time.
 */
export async function financialYearIn(year: number): Promise<FinancialYear> {
  const { rows } = await db.rawQuery(
    `SELECT opened_on::text AS from, closed_on::text AS to FROM annual_accounts
      WHERE extract(year FROM closed_on) = :year ORDER BY closed_on DESC, version DESC LIMIT 1`,
    { year }
  )
  return rows[0] ?? yearEndingOn(`${year}-${await yearEnd(`${year}-${DEFAULT_END}`)}`)
}

/** The calendar year in which the running financial year ends. */
export async function runningYear(clock: Clock): Promise<number> {
  const today = isoDay(clock.now())
  const { year } = clock.now()
  return today <= `${year}-${await yearEnd(today)}` ? year : year + 1
}

async function yearEnd(day: string): Promise<string> {
  const statutes = await statutesInForce(day)
  return statutes?.settings.identity.yearEnd ?? DEFAULT_END
}
