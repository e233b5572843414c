import { PdfPage } from '#services/documents/pdf_page'
import { letterheadOn } from '#services/documents/letterhead'
import { dayWords, sayIn } from '#services/governance/documents/paper_words'
import type { ContestFile } from '#services/governance/queries/contest_file'
import type { ContestRecords } from '#services/governance/queries/contest_records'
import type { Clock } from '#values/clock'
import { parisDay } from '#values/day'

/** C30: what the contest file says, for a reader; the rows are in the archive beside it. */
export async function contestPdf(
  file: ContestFile,
  records: ContestRecords,
  clock: Clock
): Promise<Buffer> {
  const say = sayIn('fr')
  const today = parisDay(clock.now())
  const house = await letterheadOn(today)
  const name = house?.name ?? 'Peerfy'
  const page = new PdfPage({
    title: say('contest', { reference: file.reference }),
    locale: 'fr',
    date: clock.now().toJSDate(),
    footer: house ? house.mention.fr : name,
    pageWord: (number, pages) => say('page', { number, pages }),
  })
  page.header(name, say('contest', { reference: file.reference }), file.title)
  page.paragraph(say(`outcome_${file.outcome}`))
  page.paragraph(say('contest_until', { day: dayWords(file.openUntil, 'fr') }))
  writeMargin(page, file)
  writeElectorate(page, file, records)
  writeNotices(page, file)
  page.heading(say('contest_claims'))
  for (const one of file.contests) {
    const { claimant, ballots, grounds } = one
    page.paragraph(say('contest_claim', { claimant, ballots, on: dayWords(one.receivedOn, 'fr') }))
    page.paragraph(grounds)
  }
  if (file.contests.length === 0) page.paragraph(say('contest_none'))
  return page.bytes()
}

function writeMargin(page: PdfPage, file: ContestFile): void {
  const say = sayIn('fr')
  const { hasMargin, margin, couldInfluence } = file
  const without = hasMargin ? 'contest_no_margin' : 'contest_margin_not_computed'
  page.paragraph(margin === null ? say(without) : say('margin', { count: margin }))
  page.paragraph(say('contest_doubtful', { count: file.contested }))
  if (hasMargin) page.paragraph(say(couldInfluence ? 'contest_influence' : 'contest_no_influence'))
}

function writeElectorate(page: PdfPage, file: ContestFile, records: ContestRecords): void {
  const say = sayIn('fr')
  page.heading(say('contest_electorate'))
  page.table(
    [{ width: 0.75 }, { width: 0.25, number: true }],
    [
      [say('contest_electors'), String(file.electors)],
      [say('contest_attendances'), String(records.attendances.length)],
      [say('contest_proxies'), String(records.proxies.length)],
      [say('contest_ballots'), String(records.ballots.length)],
    ]
  )
  for (const { number, name, endedOn, voted } of file.changes) {
    const word = say(voted ? 'contest_change_voted' : 'contest_change', {
      ...{ number, name },
      on: dayWords(endedOn, 'fr'),
    })
    page.paragraph(word)
  }
  if (file.electorateRoot) page.fingerprint(say('root'), file.electorateRoot)
}

function writeNotices(page: PdfPage, { notices }: ContestFile): void {
  const say = sayIn('fr')
  page.heading(say('contest_notices'))
  const last = dayWords(notices.lastSending, 'fr')
  page.paragraph(say('contest_rule', { days: notices.noticeDays, last }))
  for (const { number, name, sentOn } of [...notices.late, ...notices.unsent]) {
    page.paragraph(
      sentOn
        ? say('contest_late', { number, name, on: dayWords(sentOn, 'fr') })
        : say('contest_unsent', { number, name })
    )
  }
  for (const { number, name, joinedOn, toldOn } of notices.joinedLater) {
    const told = toldOn ? dayWords(toldOn, 'fr') : '-'
    page.paragraph(say('contest_joined', { number, name, told, joined: dayWords(joinedOn, 'fr') }))
  }
}
