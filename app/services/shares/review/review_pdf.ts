import i18nManager from '@adonisjs/i18n/services/main'
import { PdfPage } from '#services/documents/pdf_page'
import type { ProjectYear } from '#services/shares/review/project_year'
import type { ReviewFile } from '#services/shares/review/review_file'
import { legalMention } from '#services/statutes/legal_mention'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import type { Clock } from '#values/clock'
import { dayInWords } from '#values/day'
import { formatCents } from '#values/money'

type Say = (key: string, values?: Record<string, string | number>) => string

/** The file for the reviser and the annex of the management report, as a document to print. */
export async function reviewPdf(
  file: ReviewFile,
  clock: Clock,
  locale: 'fr' | 'en'
): Promise<Buffer> {
  const i18n = i18nManager.locale(locale)
  const say: Say = (key, values) => i18n.t(`surplus.review.file.${key}`, values)
  const statutes = await statutesInForce(clock.now())
  const settings = statutes?.settings ?? null
  const page = new PdfPage({
    title: say('title'),
    locale,
    date: clock.now().toJSDate(),
    footer: settings ? legalMention(settings, locale) : 'Peerfy',
    pageWord: (number, count) => i18n.t('royalties.document.page', { number, count }),
  })
  page.header(file.cooperative?.name ?? 'Peerfy', say('title'), clock.now().toISODate()!)
  if (file.status) page.paragraph(say(`due_${file.status.state}`, { on: file.status.dueBy }))
  writeCapital(page, file, say, locale)
  writeAccounts(page, file, say, locale)
  writeList(
    page,
    say('reviews'),
    file.reviews.map((one) => [one.reviewedOn, one.reviewer, one.reportReference])
  )
  writeList(
    page,
    say('statutes'),
    file.statutes.map((one) => [one.effectiveOn, `v${one.version}`, one.resolution])
  )
  for (const year of file.years) writeYear(page, year, say, settings, locale)
  return page.bytes()
}

function writeCapital(page: PdfPage, { capital }: ReviewFile, say: Say, locale: string) {
  page.heading(say('capital'))
  page.table(
    [{ width: 0.7 }, { width: 0.3, number: true }],
    [
      [say('subscribed'), formatCents(capital.subscribedCents, locale)],
      [say('paid'), formatCents(capital.paidCents, locale)],
      [say('peak'), formatCents(capital.peakCents, locale)],
      [say('public'), formatCents(capital.publicCents, locale)],
    ]
  )
}

function writeAccounts(page: PdfPage, { accounts }: ReviewFile, say: Say, locale: string) {
  if (accounts.length === 0) return
  page.heading(say('accounts'))
  page.table(
    [
      { width: 0.25, head: say('closed_on') },
      { width: 0.25, head: say('result'), number: true },
      { width: 0.25, head: say('reserves'), number: true },
      { width: 0.25, head: say('capital'), number: true },
    ],
    accounts.map((one) => [
      one.closedOn,
      formatCents(one.resultCents, locale),
      formatCents(one.reservesCents, locale),
      formatCents(one.capitalCents, locale),
    ])
  )
}

function writeList(page: PdfPage, heading: string, rows: string[][]) {
  if (rows.length === 0) return
  page.heading(heading)
  page.table([{ width: 0.2 }, { width: 0.4 }, { width: 0.4 }], rows)
}

function writeYear(
  page: PdfPage,
  year: ProjectYear,
  say: Say,
  settings: StatuteSettings | null,
  locale: string
) {
  page.heading(say('year', { year: String(year.year) }))
  const [from, to] = [year.from, year.to].map((day) => dayInWords(day, locale))
  page.paragraph(say('period', { from, to }))
  page.table(
    [
      { width: 0.36, head: say('category') },
      { width: 0.16, head: say('at_start'), number: true },
      { width: 0.16, head: say('joins'), number: true },
      { width: 0.16, head: say('leaves'), number: true },
      { width: 0.16, head: say('at_end'), number: true },
    ],
    categoriesOf(year).map((code) => [
      categoryName(code, settings, locale) ?? say('no_category'),
      ...[year.membersAtStart, year.joins, year.exitsByCategory, year.membersAtEnd].map((counts) =>
        String(counts[code] ?? 0)
      ),
    ])
  )
  const { received, admitted, refused } = year.applications
  page.paragraph(say('applications', { received, admitted, refused }))
  page.paragraph(
    say('capital_moved', {
      from: formatCents(year.capital.startCents, locale),
      to: formatCents(year.capital.endCents, locale),
    })
  )
  for (const event of year.events) {
    page.paragraph(`${event.on} · ${say(`event_${event.kind}`)} · ${event.reference} ${event.text}`)
  }
}

/** Every category that the year knows, by name of code. */
export function categoriesOf(year: ProjectYear): string[] {
  const counts = [year.membersAtStart, year.joins, year.exitsByCategory, year.membersAtEnd]
  return [...new Set(counts.flatMap((one) => Object.keys(one)))].sort()
}

function categoryName(code: string, settings: StatuteSettings | null, locale: string) {
  const category = settings?.categories.find((one) => one.code === code)
  if (!category) return code === 'none' ? null : code
  return locale === 'en' ? category.labelEn : category.labelFr
}
