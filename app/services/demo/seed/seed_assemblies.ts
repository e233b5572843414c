import Account from '#models/identity/account'
import { DEMO_TOTP_SECRET } from '#services/demo/cast'
import { COMING_AGENDA, PAST_AGENDA } from '#services/demo/cast_assemblies'
import { attachStatutes } from '#services/demo/seed/attach_papers'
import { holdMeeting } from '#services/demo/seed/hold_meeting'
import { must } from '#services/demo/seed/must'
import { accountIdOf } from '#services/demo/seed/seed_people'
import { memberIdOf, staff } from '#services/demo/seed/seed_members'
import type { Timeline } from '#services/demo/seed/timeline'
import { writeAgenda } from '#services/demo/seed/write_agenda'
import { createAssembly } from '#services/governance/assemblies/create_assembly'
import { minutesToSign, signMinutes } from '#services/governance/minutes/sign_minutes'
import { writeMinutes } from '#services/governance/minutes/write_minutes'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { recordPosting } from '#services/governance/notices/record_posting'
import { sendNotices } from '#services/governance/notices/send_notices'
import { freshTotpCode } from '#services/identity/totp'
import { recordConsent } from '#services/membership/consents/record_consent'
import { FixedClock } from '#values/clock'
import { dayOf } from '#values/day'
import type { DateTime } from 'luxon'

const PLACE = 'Salle des fêtes, 2 rue du Marché, 93100 Montreuil'
/** Who may be written to by e-mail: they said so when they joined (C19). */
const BY_EMAIL = ['camille', 'elodie', 'gilles', 'aissatou', 'helene', 'karim']
/** Whose hands write the minutes; each has the demo's second factor. */
const BUREAU = { chair: 'helene', secretary: 'karim', tellers: ['aissatou', 'gilles'] } as const
const DISCUSSION =
  'Élodie Marchand demande comment la charte sera suivie : le conseil en rendra compte chaque année. Sur la publicité, plusieurs personnes préfèrent des concerts chez l’habitant.'

/** One assembly that decided, with its signed minutes, and the next one, called and to come. */
export async function seedAssemblies(timeline: Timeline): Promise<void> {
  for (const key of BY_EMAIL) await sayYes(key, timeline)
  await pastAssembly(timeline)
  await comingAssembly(timeline)
}

async function sayYes(key: string, timeline: Timeline): Promise<void> {
  await recordConsent({
    memberId: memberIdOf(key),
    kind: 'email_notices',
    given: true,
    text: 'Je reçois les convocations par e-mail.',
    source: 'mine',
    actor: await staff('secretary'),
    clock: timeline.on(6, 2),
  })
}

async function pastAssembly(timeline: Timeline): Promise<void> {
  const held = timeline.on(2, 16, 18)
  const title = 'Assemblée générale de la coopérative'
  const meeting = { title, kind: 'ordinary' as const, startsAt: held.now() }
  const assemblyId = await call(timeline, meeting, held.now().minus({ days: 24 }))
  await holdMeeting({ assemblyId, agenda: PAST_AGENDA, bureau: BUREAU, clock: held })
  held.moveTo(held.now().plus({ days: 2 }).set({ hour: 9, minute: 40 }))
  const actor = await staff('secretary')
  must(await writeMinutes({ assemblyId, discussion: DISCUSSION, actor, clock: held }))
  for (const key of [BUREAU.secretary, ...BUREAU.tellers, BUREAU.chair]) {
    held.advance({ hours: 1 })
    await sign(assemblyId, key, held)
  }
}

async function comingAssembly(timeline: Timeline): Promise<void> {
  const startsAt = timeline.now.startOf('day').plus({ days: 9, hours: 18, minutes: 30 })
  const title = 'Assemblée générale\u00A0: clés, conseil, statuts'
  const meeting = { title, kind: 'mixed' as const, startsAt }
  await call(timeline, meeting, startsAt.minus({ days: 22 }).set({ hour: 9, minute: 0 }))
}

type Meeting = { title: string; kind: 'ordinary' | 'mixed'; startsAt: DateTime }

/** The file, its agenda, its notice: letters posted and mails sent on the very day. */
async function call(timeline: Timeline, meeting: Meeting, at: DateTime): Promise<string> {
  const clock = new FixedClock(at)
  const actor = await staff('secretary')
  const where = { presence: 'both' as const, place: PLACE }
  const remote = { remoteLink: 'https://visio.demo.peerfy.test/assemblee' }
  const window = { remoteFrom: null, remoteUntil: null }
  const facts = { ...meeting, ...where, ...remote, ...window }
  const { id: assemblyId } = must(await createAssembly({ ...facts, actor, clock }))
  const agenda = meeting.kind === 'mixed' ? COMING_AGENDA : PAST_AGENDA
  await writeAgenda({ assemblyId, agenda, timeline, clock })
  if (meeting.kind === 'mixed') await attachStatutes(assemblyId, clock)
  must(await noticeAssembly({ assemblyId, actor, clock }))
  await sendNotices({ assemblyId, clock })
  const posting = { kind: 'notice' as const, postedOn: dayOf(clock.now()), proof: 'LR 2C 118 402' }
  must(await recordPosting({ assemblyId, ...posting, actor, clock }))
  return assemblyId
}

async function sign(assemblyId: string, key: string, clock: FixedClock): Promise<void> {
  const account = await Account.findOrFail(accountIdOf(key))
  const found = await minutesToSign(assemblyId, account)
  must(
    await signMinutes({
      assemblyId,
      account,
      code: freshTotpCode(DEMO_TOTP_SECRET, account.totpLastStep),
      sha256: found!.minutes.sha256!,
      address: '127.0.0.1',
      userAgent: null,
      clock,
    })
  )
}
