import db from '@adonisjs/lucid/services/db'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

export type FinancialYear = { from: string; to: string }

const DEFAULT_END = '12-31'

/** The financial year that ends on a day. */
export function yearEndingOn(to: string): FinancialYear {
  const [year, month, day] = to.split('-').map(Number)
  const start = new Date(Date.UTC(year - 1, month - 1, day + 1))
  return { from: start.toISOString().slice(0, 10), to }
}

/** The financial year that a day is in, by the statutes of that day. */
export async function financialYearOf(day: string): Promise<FinancialYear> {
  const statutes = await statutesInForce(day)
  const end = statutes?.settings.identity.yearEnd ?? DEFAULT_END
  const year = Number(day.slice(0, 4))
  return yearEndingOn(day <= `${year}-${end}` ? `${year}-${end}` : `${year + 1}-${end}`)
}

/** The years in which the ledger has entries, the running one included; newest first. */
export async function financialYears(clock: Clock): Promise<FinancialYear[]> {
  const statutes = await statutesInForce(clock.now())
  const end = statutes?.settings.identity.yearEnd ?? DEFAULT_END
  const { rows } = await db.rawQuery('SELECT min(entry_date)::text AS first FROM journal_entries')
  if (!rows[0].first) return []
  const today = clock.now().toISODate()!
  const years: FinancialYear[] = []
  for (let year = Number(rows[0].first.slice(0, 4)); ; year++) {
    const one = yearEndingOn(`${year}-${end}`)
    if (one.to >= rows[0].first) years.unshift(one)
    if (one.to >= today) return years
  }
}
