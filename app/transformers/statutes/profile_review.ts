import type { I18n } from '@adonisjs/i18n'
import { lintSettings } from '#services/statutes/lint_settings'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { lintText } from '#services/statutes/text/lint_text'
import {
  readableBody,
  renderBodies,
  type StatuteSource,
} from '#services/statutes/text/render_statutes'
import {
  type ArticleDifference,
  articleDifferences,
} from '#services/statutes/words/article_differences'
import { type Difference, differences } from '#services/statutes/words/differences'
import { type FindingWords, findingWords } from '#transformers/statutes/finding_words'

type Written = StatuteSource & { settings: StatuteSettings }

export type ProfileReview = {
  findings: FindingWords[]
  differences: Difference[]
  articles: ArticleDifference[]
}

/** What the law says of a version, and what it changes of the one before. */
export function profileReview(
  profile: Written,
  before: (Written & { bodyFr: string; bodyEn: string }) | null,
  i18n: I18n
): ProfileReview {
  const { settings } = profile
  const bodies = renderBodies(settings, profile)
  return {
    findings: findingWords([...lintSettings(settings), ...lintText(settings, profile)], i18n),
    differences: before ? differences(before.settings, settings, i18n) : [],
    articles: before
      ? articleDifferences(readableBody(before, i18n.locale), readableBody(bodies, i18n.locale))
      : [],
  }
}
