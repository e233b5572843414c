import i18nManager from '@adonisjs/i18n/services/main'
import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import type Candidate from '#models/governance/candidate'
import type { NoticeKind } from '#models/governance/notice'
import { letterheadOn, type Letterhead } from '#services/documents/letterhead'
import { lettersPdf, type Letter } from '#services/governance/notices/letters_pdf'
import { agendaOf, type AgendaPoint } from '#services/governance/queries/agenda_of'
import env from '#start/env'
import { TIME_ZONE } from '#values/clock'
import { isoDay } from '#values/day'
import { dayInWords } from '#values/day'

type Person = { address: string; display_name: string; locale: string | null }

/**
 * The letters of one kind that wait for the post, or have left by it, merged for printing; null
 * where there are none. The same letters give the same bytes.
 */
export async function noticeLetters(assembly: Assembly, kind: NoticeKind): Promise<Buffer | null> {
  const { rows } = await db.rawQuery(
    `SELECT n.address, m.display_name, a.locale FROM notices n JOIN members m ON m.id = n.member_id
       LEFT JOIN accounts a ON a.id = m.account_id
      WHERE n.assembly_id = ? AND n.kind = ? AND n.channel = 'post'
      ORDER BY m.sort_name, m.number`,
    [assembly.id, kind]
  )
  if (rows.length === 0) return null
  return printed(assembly, kind, rows)
}

/** The notice as any member would get it, to be read before it leaves. */
export function noticeSpecimen(assembly: Assembly, locale: string): Promise<Buffer> {
  const i18n = i18nManager.locale(locale)
  const name = i18n.t('governance_before.letter.specimen')
  return printed(assembly, 'notice', [{ address: name, display_name: name, locale }])
}

async function printed(assembly: Assembly, kind: NoticeKind, people: Person[]): Promise<Buffer> {
  const day = isoDay(assembly.noticedAt ?? assembly.createdAt)
  const house = await letterheadOn(day)
  const agenda = await agendaOf(assembly.id)
  const letters = people.map((person) => letterFor(person, { assembly, kind, house, agenda, day }))
  const date = new Date(`${day}T12:00:00Z`)
  return lettersPdf(letters, { title: assembly.title, date, locale: 'fr' })
}

type Facts = {
  assembly: Assembly
  kind: NoticeKind
  house: Letterhead | null
  agenda: AgendaPoint[]
  day: string
}

function letterFor(person: Person, { assembly, kind, house, agenda, day }: Facts): Letter {
  const locale = person.locale === 'en' ? 'en' : 'fr'
  const i18n = i18nManager.locale(locale)
  const when = assembly.startsAt
    .setZone(TIME_ZONE)
    .setLocale(locale === 'en' ? 'en-GB' : 'fr')
    .toLocaleString({ dateStyle: 'full', timeStyle: 'short' })
  const name = house?.name ?? 'Peerfy'
  const figures = {
    ...{ house: name, title: assembly.title, when, reason: assembly.cancelReason ?? '' },
    seat: (house?.seat ?? '').replaceAll('\n', ', '),
    ...{ place: assembly.place, link: assembly.remoteLink, call: assembly.call },
    kind: i18n.t(`governance_before.kinds.${assembly.kind}`),
    site: env.get('APP_URL'),
  }
  const say = (key: string, more = {}) =>
    i18n.t(`governance_before.letter.${key}`, { ...figures, ...more })
  const written = dayInWords(day, i18n.locale)
  const isCalled = kind === 'notice' || kind === 'postponement'
  const hasProxy = isCalled && assembly.body === 'assembly'
  return {
    locale,
    house: name,
    address: person.address,
    sender: house?.seat ?? '',
    placeAndDay: say('written_on', { day: written }),
    subject: say(`${kind}.subject`),
    greeting: say('greeting', { name: person.display_name }),
    paragraphs: [
      say(`${kind}.body`),
      ...(isCalled && assembly.place ? [say('place')] : []),
      ...(isCalled && assembly.remoteLink ? [say('link')] : []),
    ],
    agendaTitle: isCalled ? say('agenda') : '',
    agenda: isCalled ? agenda.map((item) => pointOf(item, say)) : [],
    closing: [...(hasProxy ? [say('papers'), say('proxy')] : []), say('signed')],
    proxy: hasProxy ? couponOf(say) : null,
    footer: house ? house.mention[locale] : name,
    page: say('page'),
  }
}

type Say = (key: string, more?: Record<string, string | number>) => string

function pointOf({ title, text, resolutions }: AgendaPoint, say: Say) {
  return {
    title,
    text,
    resolutions: resolutions.map((one) => ({
      title: say('resolution', { number: one.number, name: one.title }),
      text: [one.text, ...standing(one.candidates, say)].join('\n'),
    })),
  }
}

/** Who votes by proxy or from afar knows from the letter who stands. */
function standing(candidates: Candidate[], say: Say): string[] {
  const names = candidates.map(({ member }) => member.displayName).join(', ')
  return names ? [say('candidates', { names })] : []
}

function couponOf(say: Say) {
  const lines = ['giver', 'holder', 'meeting', 'blank', 'back', 'signed'].map((line) =>
    say(`proxy_form.${line}`)
  )
  return { title: say('proxy_form.title'), lines }
}
