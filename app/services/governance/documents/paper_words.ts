import i18nManager from '@adonisjs/i18n/services/main'
import { DateTime } from 'luxon'
import type { Interruption } from '#services/governance/attendance/service_mark'
import type { CollegeNames, Say } from '#services/governance/documents/result_words'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { TIME_ZONE } from '#values/clock'
import { dayInWords } from '#values/day'

/** The words of the papers of meetings, in one language. */
export function sayIn(locale: 'fr' | 'en'): Say {
  const i18n = i18nManager.locale(locale)
  return (key, values) => i18n.t(`governance_after.paper.${key}`, values)
}

/** A college as the statutes call it. */
export function collegeNamesOf(settings: StatuteSettings | null, locale: string): CollegeNames {
  return (code) => {
    const found = settings?.colleges.find((one) => one.code === code)
    if (!found) return code
    return locale === 'en' ? found.labelEn : found.labelFr
  }
}

/** « 3 mars 2026 à 18:30 », the hour of Paris. */
export function momentText(iso: string, locale: 'fr' | 'en'): string {
  const at = DateTime.fromISO(iso).setZone(TIME_ZONE)
  const hour = at.toFormat('HH:mm')
  return `${dayInWords(at.toISODate()!, locale)} ${locale === 'en' ? 'at' : 'à'} ${hour}`
}

/** « 3 mars 2026 », « 1er mars 2026 » */
export function dayWords(iso: string, locale: 'fr' | 'en'): string {
  return dayInWords(iso, locale)
}

/** What the sheet and the minutes say of each time in which the service did not answer. */
export function interruptionWords(interruptions: readonly Interruption[], say: Say): string[] {
  return interruptions.map(({ from, until }) =>
    say('interruption', { from: momentText(from, 'fr'), until: momentText(until, 'fr') })
  )
}
