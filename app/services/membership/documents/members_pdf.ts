import { PdfPage } from '#services/documents/pdf_page'
import { streamMembers, type MemberSort } from '#services/membership/queries/list_members'
import type { MemberSearch } from '#services/membership/queries/member_filter'
import type { MemberRow } from '#services/membership/queries/member_row'
import { collegeOf } from '#services/statutes/college_of'
import { legalMention } from '#services/statutes/legal_mention'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { dayInWords } from '#values/day'

/** Beyond this a list is not read on paper: its CSV is. */
const PRINTED_LINES_MAX = 5_000

type Wanted = { search: MemberSearch; sort: MemberSort; today: string }
type Reader = {
  locale: string
  t: (key: string, values?: Record<string, string | number>) => string
}

/** The member list of a search on paper; null when it is too long to be printed. */
export async function membersPdf(wanted: Wanted, reader: Reader): Promise<Buffer | null> {
  const { search, sort, today } = wanted
  const { locale, t } = reader
  const lines: string[][] = []
  for await (const { rows, settings } of streamMembers(search, sort, today)) {
    if (lines.length + rows.length > PRINTED_LINES_MAX) return null
    for (const row of rows) lines.push(lineOf(row, settings, reader))
  }
  const day = search.asOf ?? today
  const statutes = await statutesInForce(day)
  const settings = statutes?.settings ?? null
  const title = t('membership.members.paper.title', { day: dayInWords(day, locale) })
  const page = new PdfPage({
    title,
    locale,
    date: new Date(`${day}T12:00:00Z`),
    footer: settings ? legalMention(settings, locale) : '',
    pageWord: (number, count) => t('membership.members.paper.page', { number, count }),
  })
  page.header(
    settings?.identity.name ?? 'Peerfy',
    title,
    belowOf(search, lines.length, settings, reader)
  )
  const columns = [
    { width: 0.08, head: t('membership.members.number') },
    { width: 0.42, head: t('membership.members.name') },
    { width: 0.32, head: t('membership.members.category') },
    { width: 0.18, head: t('membership.members.joined') },
  ]
  page.table(columns, lines)
  return page.bytes()
}

const labelOf = (one: { labelFr: string; labelEn: string }, locale: string) =>
  locale === 'en' ? one.labelEn : one.labelFr

function lineOf(row: MemberRow, settings: StatuteSettings | null, { locale, t }: Reader): string[] {
  const place = settings ? collegeOf(row.codes, settings) : null
  const address = [row.street, `${row.postcode} ${row.city}`.trim()].filter(Boolean).join(', ')
  const standing = row.state === 'active' ? '' : t(`membership.members.paper.${row.state}`)
  return [
    String(row.number ?? '–'),
    [row.name, address].filter(Boolean).join('\n'),
    [
      place ? labelOf(place.category, locale) : row.codes.join(', '),
      place?.college ? labelOf(place.college, locale) : '',
    ]
      .filter(Boolean)
      .join('\n'),
    [row.joinedOn ? shortDay(row.joinedOn, locale) : '–', standing].filter(Boolean).join('\n'),
  ]
}

/** How many they are, and what was asked for. */
function belowOf(
  search: MemberSearch,
  count: number,
  settings: StatuteSettings | null,
  { locale, t }: Reader
): string {
  const named = (list: { code: string; labelFr: string; labelEn: string }[], code?: string) => {
    const found = list.find((one) => one.code === code)
    return found ? labelOf(found, locale) : code
  }
  const asked = [
    named(settings?.categories ?? [], search.category),
    named(settings?.colleges ?? [], search.college),
    search.search && `« ${search.search} »`,
  ].filter(Boolean)
  return [t('membership.members.paper.count', { count }), ...asked].join(' · ')
}

function shortDay(iso: string, locale: string): string {
  const [year, month, day] = iso.split('-')
  return locale === 'en' ? `${day}/${month}/${year}` : `${day}.${month}.${year}`
}
