import type { I18n } from '@adonisjs/i18n'
import { listPlace } from '#services/statutes/form/fields'
import type { Finding, Severity } from '#services/statutes/lint/findings'
import { milliText, percentText } from '#services/statutes/text/words'
import { fieldLabel, listFieldLabel } from '#services/statutes/words/field_words'
import { formatCents } from '#values/money'

export type FindingWords = {
  severity: Severity
  rule: string
  article: string
  toConfirm: boolean
  path: string
  /** The setting that it is about. */
  label: string
  text: string
}

/** What the linter found, as a secretary reads it: errors first. */
export function findingWords(findings: readonly Finding[], i18n: I18n): FindingWords[] {
  const rank = { error: 0, warning: 1, note: 2 }
  return findings
    .map(({ key, params, ...finding }) => ({
      ...finding,
      label: labelOf(finding.path, i18n),
      text: i18n.t(`statutes.findings.${key}`, figures(params, i18n)),
    }))
    .sort((a, b) => rank[a.severity] - rank[b.severity])
}

function labelOf(path: string, i18n: I18n): string {
  if (path.startsWith('text.')) return i18n.t(`statutes.fields.${path.replace('.', '_')}`)
  const place = listPlace(path)
  if (!place) return fieldLabel(path, i18n)
  if (place.field === null) return i18n.t(`statutes.lists.${place.list}.all`)
  return listFieldLabel(place.list, place.field, i18n)
}

function figures(params: Finding['params'], { locale }: I18n): Finding['params'] {
  if (locale === 'en' && params.nameEn) params = { ...params, name: params.nameEn }
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name.endsWith('Bp')) return [name, percentText(value as number, locale)]
      if (name.endsWith('Milli')) return [name, milliText(value as number, locale)]
      if (name.endsWith('Cents')) return [name, formatCents(String(value), locale)]
      return [name, value]
    })
  )
}
