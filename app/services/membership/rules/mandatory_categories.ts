import type { MemberCategory } from '#services/statutes/statute_settings'

export type CategoryAlert = 'too_few' | 'no_beneficiary' | 'no_employee' | 'no_producer'

/** Art. 19 septies: members of at least so many categories. */
const CATEGORIES_MIN = 3

/**
 * C01: active members span at least three categories, beneficiaries among them and employees, or
 * producers where the co-operative employs nobody. `present` are the categories that have at least
 * one active member; `employees` how many people work for the co-operative, members or not.
 */
export function mandatoryCategoryAlerts(
  present: Pick<MemberCategory, 'code' | 'quality'>[],
  employees: number
): CategoryAlert[] {
  const alerts: CategoryAlert[] = []
  const has = (quality: string) => present.some((category) => category.quality === quality)
  if (new Set(present.map(({ code }) => code)).size < CATEGORIES_MIN) alerts.push('too_few')
  if (!has('beneficiary')) alerts.push('no_beneficiary')
  if (employees > 0 && !has('employee')) alerts.push('no_employee')
  if (employees === 0 && !has('producer') && !has('employee')) alerts.push('no_producer')
  return alerts
}
