import type { HttpContext } from '@adonisjs/core/http'
import type { I18n } from '@adonisjs/i18n'
import type Resolution from '#models/governance/resolution'
import { collegeNamesOf } from '#services/governance/documents/paper_words'
import { resultWords } from '#services/governance/documents/result_words'
import type { GovernanceRefusal } from '#services/governance/errors'
import type { MinutesResolution } from '#services/governance/minutes/minutes_document'
import type { StatuteSettings } from '#services/statutes/statute_settings'

/** Why an act after the meeting was refused: its own words, or those of the meeting. */
export function refusalWords(i18n: I18n, { code, figures }: GovernanceRefusal): string {
  const ofTheMeeting = i18n.t(`governance_vote.refusals.${code}`, figures)
  return i18n.t(`governance_after.refusals.${code}`, figures, ofTheMeeting)
}

/** The page the form came from says what happened. */
export function refusedRecord(
  { response, session, i18n }: HttpContext,
  refusal: GovernanceRefusal
) {
  session.flash('error', refusalWords(i18n, refusal))
  return response.redirect().back()
}

export function doneRecord({ response, session, i18n }: HttpContext, done: string) {
  session.flash('success', i18n.t(`governance_after.done.${done}`))
  return response.redirect().back()
}

/** A resolution's result as sentences in the reader's language. */
export function resultSentences(
  i18n: I18n,
  settings: StatuteSettings | null,
  resolution: Pick<Resolution, 'outcome' | 'result'>,
  candidates: { id: string; name: string }[]
): string[] {
  const locale = i18n.locale === 'en' ? 'en' : 'fr'
  return resultWords(
    {
      outcome: resolution.outcome,
      result: resolution.result as MinutesResolution['result'],
      candidates,
    },
    collegeNamesOf(settings, locale),
    (key, values) => i18n.t(`governance_after.paper.${key}`, values),
    locale
  )
}

/** Why an adopted resolution is not in force yet; null where it is, or where it changes nothing. */
export function effectTrouble(i18n: I18n, { effectFailure, effectedAt }: Resolution) {
  if (!effectFailure || effectedAt) return null
  const plain = i18n.t('governance_after.effect_failed', { reason: effectFailure })
  return i18n.t(`governance_after.effect_failures.${effectFailure}`, {}, plain)
}
