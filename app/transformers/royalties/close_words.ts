import type { I18n } from '@adonisjs/i18n'
import type { StepRefusal } from '#database/column_types'
import { RoyaltiesError } from '#services/royalties/errors'
import { refusalText } from '#transformers/royalties/refusal'
import { dayInWords } from '#values/day'

export type CloseWords = ReturnType<typeof closeWords>

/** What a step keeps of why it stopped: exact words, and code and figures where there are any. */
type Stopped = { error: string | null; refusal: StepRefusal | null }

/** A check that does not hold; `ended` is false when it stopped on an error. */
type BrokenCheck = { name: string; ended: boolean }

/** The code of what no rule foresaw: its words are only in the error itself. */
const UNEXPECTED: StepRefusal = { code: 'unexpected', figures: {} }

/** What a close says about itself, in the reader's language; the exact words go beside it. */
export function closeWords(i18n: I18n) {
  const sentenceOf = (check: string, english: string) => i18n.t(`checks.${check}`, {}, english)
  return {
    sentenceOf,
    failureOf({ error, refusal }: Stopped): string | null {
      if (!error) return null
      const { code, figures } = refusal ?? UNEXPECTED
      const told = { ...figures, ...named(figures.checks, sentenceOf) }
      return refusalText(i18n, new RoyaltiesError(code, error, told))
    },
    brokenCheck({ name, ended }: BrokenCheck, detail: string): string {
      if (!ended) return i18n.t(`${BROKEN}.not_run`)
      const own = `${BROKEN}.${name.replace('.', '_')}`
      const day = DAY.exec(detail)?.[1]
      if (day) return i18n.t(`${BROKEN}.day`, { day: dayInWords(day, i18n.locale) })
      const rows = rowsIn(detail)
      if (!rows) return i18n.t(own, {}, i18n.t(`${BROKEN}.found`))
      const values = { count: rows.count, more: String(rows.more) }
      return i18n.t(own, values, i18n.t(`${BROKEN}.rows`, values))
    },
    chainFailure({ error, refusal }: Stopped): string | null {
      if (!error) return null
      const { code, figures } = refusal ?? UNEXPECTED
      const refused = i18n.t(`publication.errors.${code}`, figures, error)
      return i18n.t(`publication.failures.${code}`, figures, refused)
    },
  }
}

const BROKEN = 'royalties.office.close.broken'
/** The check of the days' chains names the day first. */
const DAY = /^(\d{4}-\d{2}-\d{2}): /

/**
 * How many rows a check's message shows (JSON objects, then « … » when there are more); null when
 * its message is a sentence.
 */
function rowsIn(detail: string): { count: number; more: boolean } | null {
  const more = detail.endsWith(', …')
  try {
    const rows: unknown = JSON.parse(`[${more ? detail.slice(0, -', …'.length) : detail}]`)
    return Array.isArray(rows) && rows.length > 0 ? { count: rows.length, more } : null
  } catch {
    return null
  }
}

/** The checks that fail, as the sentences that do not hold. */
function named(
  checks: unknown,
  sentenceOf: (check: string, english: string) => string
): Record<string, string> {
  if (typeof checks !== 'string') return {}
  const sentences = checks.split(', ').map((name) => sentenceOf(name, name).replace(/\.$/, ''))
  return { checks: sentences.join(' ; ') }
}
