import type { I18n } from '@adonisjs/i18n'
import {
  FIELDS,
  LIST_FIELDS,
  type ListName,
  LISTS,
  type Section,
  SECTIONS,
} from '#services/statutes/form/fields'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { labelOf } from '#services/statutes/text/lists'
import { fieldLabel, listFieldLabel, valueText } from '#services/statutes/words/field_words'

/** One line of what a draft changes: the setting's name, what it was, what it becomes. */
export type Difference = {
  section: Section
  path: string
  label: string
  before: string
  after: string
}
type Line = { code: string; labelFr: string; labelEn: string }

/** What changes from one version to the next, in the reader's words; empty where nothing does. */
export function differences(
  before: StatuteSettings,
  after: StatuteSettings,
  i18n: I18n
): Difference[] {
  return SECTIONS.flatMap((section) => [
    ...fieldDifferences(section, before, after, i18n),
    ...LISTS.filter((list) => list === section).flatMap((list) =>
      listDifferences(list, before, after, i18n)
    ),
  ])
}

function fieldDifferences(
  section: Section,
  before: StatuteSettings,
  after: StatuteSettings,
  i18n: I18n
): Difference[] {
  return FIELDS[section]
    .map((field) => ({
      section,
      path: field.path,
      label: fieldLabel(field.path, i18n),
      before: valueText(field, before, { settings: before, i18n }),
      after: valueText(field, after, { settings: after, i18n }),
    }))
    .filter((line) => line.before !== line.after)
}

function listDifferences(
  list: ListName,
  before: StatuteSettings,
  after: StatuteSettings,
  i18n: I18n
): Difference[] {
  const [old, now]: [Line[], Line[]] = [before[list], after[list]]
  const names = (lines: Line[]) => lines.map((line) => labelOf(line, i18n)).join(', ')
  const kept = now.flatMap((line) => {
    const was = old.find(({ code }) => code === line.code)
    return was ? lineDifferences(list, [was, before], [line, after], i18n) : []
  })
  const shown = (lines: Line[], others: Line[]) =>
    lines.filter(({ code }) => others.some((one) => one.code === code)).map(({ code }) => code)
  const isReordered = shown(old, now).join() !== shown(now, old).join()
  const isOther = now.length !== old.length || shown(now, old).length !== now.length
  if (!isReordered && !isOther) return kept
  const label = i18n.t(`statutes.lists.${list}.all`)
  return [{ section: list, path: list, label, before: names(old), after: names(now) }, ...kept]
}

function lineDifferences(
  list: ListName,
  [was, before]: [Line, StatuteSettings],
  [line, after]: [Line, StatuteSettings],
  i18n: I18n
): Difference[] {
  const name = labelOf(line, i18n)
  return LIST_FIELDS[list]
    .map((field) => ({
      section: list,
      path: `${list}.${line.code}.${field.path}`,
      label: `${name}${i18n.t('statutes.colon')}${lower(listFieldLabel(list, field.path, i18n))}`,
      before: valueText(field, was, { settings: before, i18n }),
      after: valueText(field, line, { settings: after, i18n }),
    }))
    .filter((one) => one.before !== one.after)
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
