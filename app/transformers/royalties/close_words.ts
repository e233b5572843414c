import type { I18n } from '@adonisjs/i18n'
import type PeriodStep from '#models/royalties/period_step'
import { refusalText } from '#transformers/royalties/refusal'
import { RoyaltiesError } from '#services/royalties/errors'

/** What a close says about itself, in the reader's language; `error` keeps the exact words. */
export function closeWords(i18n: I18n) {
  const sentenceOf = (check: string, english: string) => i18n.t(`checks.${check}`, {}, english)
  return {
    sentenceOf,
    failureOf({ error, refusal }: PeriodStep): string | null {
      if (!error || !refusal) return error
      const { code, figures } = refusal
      const told = { ...figures, ...named(figures.checks, sentenceOf) }
      return refusalText(i18n, new RoyaltiesError(code, error, told))
    },
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
