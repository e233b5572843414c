import type { MemberAlert } from '#services/membership/alerts'
import { categoryCounts, presentCategories } from '#services/membership/queries/category_counts'
import { employeeCount } from '#services/membership/queries/employee_count'
import {
  mandatoryCategoryAlerts,
  type CategoryAlert,
} from '#services/membership/rules/mandatory_categories'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** What the law asks of the members' categories today, and what is missing (C01). */
async function mandatoryCategories(clock: Clock) {
  const today = isoDay(clock.now())
  const statutes = await statutesInForce(today)
  if (!statutes) return null
  const present = await presentCategories(statutes.settings, today)
  const headcount = await employeeCount(today)
  const missing: CategoryAlert[] =
    present.length === 0 ? [] : mandatoryCategoryAlerts(present, headcount?.employees ?? 0)
  return { present, headcount, missing }
}

/** The same as alerts; nothing while nobody is a member yet. */
export async function categoryAlerts(clock: Clock): Promise<MemberAlert[]> {
  const state = await mandatoryCategories(clock)
  if (!state) return []
  const params = { employees: state.headcount?.employees ?? 0, present: state.present.length }
  return state.missing.map((key) => ({
    key: `membership.alerts.${key}`,
    severity: 'error',
    rule: 'C01',
    params,
  }))
}

/** The categories of today with how many members each counts, and the headcount beside them. */
export async function categoryBoard(clock: Clock) {
  const today = isoDay(clock.now())
  const statutes = await statutesInForce(today)
  if (!statutes) return null
  const { settings } = statutes
  const counts = await categoryCounts(settings, today)
  return { settings, counts, headcount: await employeeCount(today) }
}
