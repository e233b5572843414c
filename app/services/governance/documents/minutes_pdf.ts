import type MinutesSignature from '#models/governance/minutes_signature'
import StatuteProfile from '#models/statutes/statute_profile'
import { PdfPage } from '#services/documents/pdf_page'
import {
  collegeNamesOf,
  dayWords,
  interruptionWords,
  momentText,
  sayIn,
} from '#services/governance/documents/paper_words'
import { resultWords, type Say } from '#services/governance/documents/result_words'
import type {
  MinutesDocument,
  MinutesResolution,
} from '#services/governance/minutes/minutes_document'
import type { StatuteSettings } from '#services/statutes/statute_settings'

type Signed = Pick<MinutesSignature, 'capacity' | 'signerName' | 'signedAt' | 'evidence'>

/** The height of the end of the meeting with the heading below it, and of each signature. */
const END_POINTS = 150
const SIGNATURE_POINTS = 22

export type MinutesState = {
  /** Its place in the register; null for a draft. */
  number: number | null
  sha256: string
  signatures: Signed[]
  /** Stands for "now". */
  date: Date
}

/** C29: the minutes in the form that French registers keep; always in French. */
export async function minutesPdf(document: MinutesDocument, state: MinutesState): Promise<Buffer> {
  const say = sayIn('fr')
  const page = paper(document, say, state.date, titleOf(document, state, say))
  if (state.number === null) page.paragraph(say('draft'))
  writeOpening(page, document, say)
  writeAttendance(page, document, say)
  const settings = await settingsOf(document)
  if (document.discussion) page.heading(say('discussion')).paragraph(document.discussion)
  for (const one of document.resolutions) writeResolution(page, one, settings, say)
  // Signatures never stand on a page without a word of what they sign.
  page.together(END_POINTS + state.signatures.length * SIGNATURE_POINTS)
  page.heading(say('end'))
  page.paragraph(say('ended', { at: momentText(document.assembly.closedAt, 'fr') }))
  writeSignatures(page, state, say)
  return page.bytes()
}

/** An extract of one resolution from the register, certified by the signatures of the whole. */
export async function extractPdf(
  document: MinutesDocument,
  number: number,
  state: MinutesState
): Promise<Buffer | null> {
  const resolution = document.resolutions.find((one) => one.number === number)
  if (!resolution) return null
  const say = sayIn('fr')
  const page = paper(document, say, state.date, say('extract', { number: state.number ?? '-' }))
  page.paragraph(
    say('extract_of', {
      kind: say(`kind_${document.assembly.kind}`),
      on: momentText(document.assembly.startsAt, 'fr'),
    })
  )
  writeResolution(page, resolution, await settingsOf(document), say)
  page.together(END_POINTS + state.signatures.length * SIGNATURE_POINTS)
  page.paragraph(say('extract_true'))
  writeSignatures(page, state, say)
  return page.bytes()
}

async function settingsOf({ cooperative }: MinutesDocument): Promise<StatuteSettings | null> {
  const profile = await StatuteProfile.findBy('version', cooperative.statutesVersion)
  return profile?.settings ?? null
}

function titleOf({ assembly }: MinutesDocument, { number }: MinutesState, say: Say): string {
  const kind = say(`kind_${assembly.kind}`)
  if (assembly.lapsed) return say('title_lapsed', { kind, number: number ?? '-' })
  return number === null ? say('title', { kind }) : say('title_numbered', { kind, number })
}

function paper(document: MinutesDocument, say: Say, date: Date, title: string): PdfPage {
  const { cooperative, assembly } = document
  const page = new PdfPage({
    title,
    locale: 'fr',
    date,
    footer: cooperative.mention,
    pageWord: (number, pages) => say('page', { number, pages }),
  })
  const below = `${assembly.reference} · ${assembly.title} · ${momentText(assembly.startsAt, 'fr')}`
  return page.header(cooperative.name, title, below)
}

function peopleOf({ assembly, cooperative }: MinutesDocument, say: Say): string {
  const { body, bodyName = '' } = assembly
  const key = body === 'assembly' ? 'members_of' : bodyName ? 'members_of_named' : 'members_of_body'
  return say(key, { house: cooperative.name, name: bodyName })
}

function writeOpening(page: PdfPage, document: MinutesDocument, say: Say): void {
  const { assembly, bureau, cooperative } = document
  page.paragraph(
    say(assembly.lapsed ? 'lapsed' : `opened_${assembly.presence}`, {
      at: momentText(assembly.openedAt, 'fr'),
      place: assembly.place,
      house: cooperative.name,
      body: assembly.body,
      people: peopleOf(document, say),
      call: assembly.call,
      version: cooperative.statutesVersion,
    })
  )
  for (const line of noticeWords(document, say)) page.paragraph(line)
  page.heading(say('bureau'))
  page.table(
    [{ width: 0.3 }, { width: 0.7 }],
    [
      [say('chair'), bureau.chair],
      [say('secretary'), bureau.secretary],
      [say('tellers'), bureau.tellers || say('none')],
    ]
  )
  page.heading(say('agenda'))
  for (const { position, title, incident } of document.agenda) {
    page.paragraph(`${position}. ${[title, incident].filter(Boolean).join('. ')}`)
  }
  if (document.documents.length === 0) return
  page.heading(say('documents'))
  for (const one of document.documents) page.paragraph(`${one.title} (SHA-256 ${one.sha256})`)
}

/** C18: when the notice really left, and who was not called in time. */
function noticeWords({ notice, assembly }: MinutesDocument, say: Say): string[] {
  const { sentOn, byEmail, byPost, undelivered, postedOn, lastSending, late, unsent } = notice
  const lines = [say('notice', { byEmail, byPost, undelivered, on: dayWords(sentOn, 'fr') })]
  if (postedOn) lines.push(say('notice_posted', { on: dayWords(postedOn, 'fr') }))
  if (late || unsent) {
    lines.push(say('notice_late', { late, unsent, last: dayWords(lastSending, 'fr') }))
    if (!assembly.lapsed) lines.push(say('notice_known'))
  }
  return lines
}

function writeAttendance(page: PdfPage, { attendance, assembly }: MinutesDocument, say: Say): void {
  page.heading(say('attendance'))
  const row = (
    key: 'electors' | 'room' | 'remote' | 'represented' | 'votedFromAfar' | 'tookPart'
  ) => [say(`part_${key}`, { body: assembly.body }), String(attendance[key])]
  page.table(
    [{ width: 0.75 }, { width: 0.25, number: true }],
    [
      row('electors'),
      row('room'),
      row('remote'),
      row('represented'),
      row('votedFromAfar'),
      row('tookPart'),
    ]
  )
  for (const line of interruptionWords(attendance.interruptions ?? [], say)) page.paragraph(line)
  page.fingerprint(say('root'), assembly.electorateRoot)
  if (attendance.sheetSha256) page.fingerprint(say('sheet_fingerprint'), attendance.sheetSha256)
}

function writeResolution(
  page: PdfPage,
  resolution: MinutesResolution,
  settings: StatuteSettings | null,
  say: Say
): void {
  const { number, title, majority, fromBoard, reference } = resolution
  page.heading(say('resolution', { number, title }))
  page.paragraph(say(fromBoard ? `of_board_${majority}` : `of_members_${majority}`, { reference }))
  page.paragraph(`« ${resolution.text.trim()} »`)
  const words = resultWords(resolution, collegeNamesOf(settings, 'fr'), say, 'fr')
  for (const line of words) page.paragraph(line)
}

function writeSignatures(page: PdfPage, { signatures, sha256 }: MinutesState, say: Say): void {
  page.heading(say('signatures'))
  for (const one of signatures) {
    page.paragraph(
      say('signed', {
        name: one.signerName,
        capacity: say(one.capacity),
        at: momentText(one.signedAt.toISO()!, 'fr'),
        method: say(`method_${String(one.evidence.method)}`),
      })
    )
  }
  if (signatures.length === 0) page.paragraph(say('unsigned'))
  page.fingerprint(say('fingerprint'), sha256)
}
