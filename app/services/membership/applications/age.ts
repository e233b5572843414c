import applicationsConfig from '#config/applications'
import type { DateTime } from 'luxon'
import { dayOf } from '#values/day'

export type AgeRefusal = 'in_future' | 'too_old' | 'too_young'

/** Full years lived on a day; both are days in Paris. */
export function ageOn(birthDate: string, today: DateTime): number {
  return Math.floor(dayOf(today).diff(dayOf(birthDate), 'years').years)
}

/** Why somebody born on this day cannot apply; null if they can. */
export function ageRefusal(birthDate: string, today: DateTime): AgeRefusal | null {
  const { youngestAgeYears, oldestAgeYears } = applicationsConfig
  if (dayOf(birthDate) > dayOf(today)) return 'in_future'
  const age = ageOn(birthDate, today)
  if (age > oldestAgeYears) return 'too_old'
  return age < youngestAgeYears ? 'too_young' : null
}

/** True for a minor who is old enough to apply: a representative signs with them. */
export function needsRepresentative(birthDate: string, today: DateTime): boolean {
  return ageOn(birthDate, today) < applicationsConfig.majorityAgeYears
}
