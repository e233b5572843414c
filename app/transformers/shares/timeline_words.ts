import type { I18n } from '@adonisjs/i18n'
import type { TimelineItem } from '#services/membership/timeline'
import { formatCents } from '#values/money'
import { dayInWords } from '#values/day'

/** A member's story in the reader's language, as the timeline shows it. */
export function timelineEvents(i18n: I18n, items: readonly TimelineItem[]) {
  return items.map(({ at, key, params, by }) => ({
    at,
    actor: by ?? null,
    title: i18n.t(key, readable(i18n, params)),
  }))
}

function readable(i18n: I18n, params: TimelineItem['params']) {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name.endsWith('_cents')) return [name, formatCents(String(value), i18n.locale)]
      if (name.endsWith('_on')) return [name, dayInWords(String(value), i18n.locale)]
      return [name, value]
    })
  )
}
