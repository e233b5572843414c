import type { I18n } from '@adonisjs/i18n'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { percentText } from '#services/statutes/text/words'

/** The name in the reader's language. */
export function labelOf(one: { labelFr: string; labelEn: string }, i18n: I18n): string {
  return (i18n.locale === 'en' && one.labelEn) || one.labelFr
}

export function categoryLines({ categories }: StatuteSettings, i18n: I18n): string {
  return categories
    .map((category, at, all) =>
      i18n.t('statutes.text.category_line', {
        end: at < all.length - 1 ? 'more' : 'last',
        number: at + 1,
        name: labelOf(category, i18n),
        quality: i18n.t(`statutes.quality.${category.quality}`),
        shares: category.minShares,
      })
    )
    .join('\n')
}

/** The table of colleges and what becomes of their results; one vote each where there is none. */
export function collegeLines(settings: StatuteSettings, i18n: I18n): string {
  const { colleges, categories, collegeRules } = settings
  if (colleges.length === 0) return i18n.t('statutes.text.no_colleges')
  const rows = colleges.map((college) => {
    const members = categories
      .filter(({ code }) => college.categories.includes(code))
      .map((category) => labelOf(category, i18n))
    return `| ${labelOf(college, i18n)} | ${members.join(' ; ')} | ${percentText(college.weightBp, i18n.locale)} |`
  })
  return [
    i18n.t('statutes.text.colleges_lead'),
    '',
    i18n.t('statutes.text.colleges_head'),
    '|---|---|---|',
    ...rows,
    '',
    i18n.t(`statutes.text.carry_over.${collegeRules.carryOver}`),
    '',
    i18n.t(`statutes.text.degraded.${collegeRules.degraded}`),
  ].join('\n')
}

export function bodyLines({ bodies }: StatuteSettings, i18n: I18n): string {
  return bodies
    .map((body) =>
      i18n.t('statutes.text.body_line', {
        name: labelOf(body, i18n),
        seats: body.minSeats === body.maxSeats ? 'same' : 'range',
        least: body.minSeats,
        most: body.maxSeats,
        years: body.termYears,
      })
    )
    .join('\n')
}
