import i18nManager from '@adonisjs/i18n/services/main'
import type StatuteProfile from '#models/statutes/statute_profile'
import { PdfPage } from '#services/documents/pdf_page'
import { legalMention } from '#services/statutes/legal_mention'
import { articleDifferences } from '#services/statutes/words/article_differences'
import { differences } from '#services/statutes/words/differences'
import { readableBody } from '#services/statutes/text/render_statutes'

/**
 * What a version changes of the one before, to send with the notice of the meeting that votes it:
 * the settings side by side, then the articles in their old and new words.
 */
export async function changesPdf(
  profile: StatuteProfile,
  before: StatuteProfile,
  locale: 'fr' | 'en'
): Promise<Buffer> {
  const i18n = i18nManager.locale(locale)
  const say = (key: string, values?: Record<string, string | number>) =>
    i18n.t(`statutes.document.${key}`, values)
  const { settings } = profile
  const page = new PdfPage({
    title: say('changes'),
    locale,
    date: (profile.adoptedAt ?? profile.createdAt).toJSDate(),
    footer: legalMention(before.settings, locale),
    pageWord: (number, count) => say('page', { number, count }),
  })
  const below = say('changes_of', { label: profile.label, version: before.version! })
  page.header(settings.identity.name, say('changes'), below)
  const lines = differences(before.settings, settings, i18n)
  if (lines.length > 0) {
    page.heading(say('changes_settings')).table(
      [
        { width: 0.44, head: say('column_setting') },
        { width: 0.28, head: say('column_before') },
        { width: 0.28, head: say('column_after') },
      ],
      lines.map((line) => [line.label, line.before, line.after])
    )
  }
  const bodies = [before, profile].map((one) => readableBody(one, locale))
  for (const article of articleDifferences(bodies[0], bodies[1])) {
    const [old, now] = [article.before, article.after].map((text) => text.split('\n'))
    page.heading(article.heading)
    writeLines(page, say('column_before'), other(old, now))
    writeLines(page, say('column_after'), other(now, old))
  }
  return page.bytes()
}

/** The lines that the other text does not have: what stays is not read again. */
const other = (lines: string[], others: string[]) =>
  lines.filter((line) => line.trim() && !others.includes(line))

function writeLines(page: PdfPage, label: string, lines: string[]): void {
  for (const [at, line] of lines.entries()) {
    page.table([{ width: 0.14 }, { width: 0.86 }], [[at === 0 ? label : '', line]])
  }
}
