import type { I18n } from '@adonisjs/i18n'
import type { GovernanceRefusal } from '#services/governance/errors'
import { refusalText } from '#transformers/governance/refusal'

/** What is still missing, each as a sentence. */
export function gapWords(gaps: GovernanceRefusal[], i18n: I18n) {
  return gaps.map((gap) => ({ code: gap.code, text: refusalText(i18n, gap) }))
}
