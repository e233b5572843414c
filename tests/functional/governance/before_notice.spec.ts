import db from '@adonisjs/lucid/services/db'
import mail from '@adonisjs/mail/services/main'
import { test } from '@japa/runner'
import NoticeMail from '#mails/governance/notice_mail'
import AgendaItem from '#models/governance/agenda_item'
import Assembly from '#models/governance/assembly'
import Notice from '#models/governance/notice'
import Resolution from '#models/governance/resolution'
import { callAgain } from '#services/governance/assemblies/call_again'
import { cancelAssembly, postponeAssembly } from '#services/governance/assemblies/change_of_plan'
import { createAssembly } from '#services/governance/assemblies/create_assembly'
import { editAssembly } from '#services/governance/assemblies/edit_assembly'
import { addAgendaItem } from '#services/governance/agenda/edit_agenda'
import { addCandidate } from '#services/governance/agenda/candidates'
import { addResolution, editResolution } from '#services/governance/agenda/write_resolution'
import { noticeLetters, noticeSpecimen } from '#services/governance/notices/notice_letters'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { openInvitation } from '#services/governance/notices/open_invitation'
import { recordPosting } from '#services/governance/notices/record_posting'
import { meetingsToTell, queueReminders } from '#services/governance/notices/remind'
import { sendNotices } from '#services/governance/notices/send_notices'
import { adoptTestStatutes } from '#tests/support/statutes'
import { pdfWords } from '#tests/support/pdf_words'
import { must, OFFICE, withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'
import {
  at,
  factsOf,
  givenReadyAssembly,
  givenVoter,
  refusal,
  WORDS,
} from '#tests/functional/governance/before_scene'

const clock = new FixedClock('2026-01-10T10:00')
const channels = async (assemblyId: string) =>
  Object.fromEntries(
    (await Notice.query().where({ assemblyId, kind: 'notice' }).preload('member')).map((one) => [
      one.member.displayName,
      one.channel,
    ])
  )

test.group('Notices | days (C18)', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00' })

  test('C18 sent on 1 June with 15 days and one to spare: 17 June and no day before', async ({
    assert,
  }) => {
    await givenVoter(clock, 'Diallo')
    clock.moveTo('2026-06-01T18:00')
    const soon = await createAssembly({ ...factsOf('2026-06-16T18:00'), actor: OFFICE, clock })
    assert.deepEqual(soon.ok ? null : soon.error, {
      code: 'notice_too_late',
      figures: { first: '2026-06-17' },
    })
    const { assembly, act } = await givenReadyAssembly(clock, '2026-06-17T08:00')
    clock.moveTo('2026-06-02T00:01')
    const late = await noticeAssembly(act)
    assert.deepEqual(late.ok ? null : late.error.figures, { first: '2026-06-18' })
    assert.equal((await assembly.refresh()).state, 'draft')
    assert.lengthOf(await Notice.query().where('assemblyId', assembly.id), 0)
    clock.moveTo('2026-06-01T23:59')
    must(await noticeAssembly(act))
    assert.equal((await assembly.refresh()).number, 1)
  })

  test('C18 statutes without days to spare allow 16 June, as the vector says', async ({
    assert,
  }) => {
    await adoptTestStatutes({ notices: { safetyDays: 0 } }, '2026-05-01')
    clock.moveTo('2026-06-01T18:00')
    assert.equal(
      refusal(await createAssembly({ ...factsOf('2026-06-15T18:00'), actor: OFFICE, clock })),
      'notice_too_late'
    )
    must(await createAssembly({ ...factsOf('2026-06-16T18:00'), actor: OFFICE, clock }))
  })

  test('a meeting in the past, without a place, with a window of no sense is refused', async ({
    assert,
  }) => {
    const codeOf = async (facts: object, startsAt = '2026-06-17T18:00') =>
      refusal(await createAssembly({ ...factsOf(startsAt, facts), actor: OFFICE, clock }))
    assert.equal(await codeOf({}, '2025-06-17T18:00'), 'in_the_past')
    assert.equal(await codeOf({}, '2036-06-17T18:00'), 'too_far')
    assert.equal(await codeOf({ place: '' }), 'no_place')
    assert.equal(await codeOf({ presence: 'both' }), 'no_link')
    const window = (from: string, until: string) => ({
      remoteFrom: at(from),
      remoteUntil: at(until),
    })
    assert.equal(await codeOf(window('2026-06-10T08:00', '2026-06-09T08:00')), 'remote_order')
    assert.equal(await codeOf(window('2026-06-01T08:00', '2026-06-17T08:00')), 'remote_too_long')
    assert.equal(await codeOf({ remoteFrom: at('2026-06-10T08:00') }), 'remote_half')
  })

  test('a notice to nobody, without agenda, or without a candidate does not leave', async ({
    assert,
  }) => {
    const { act, item } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    assert.equal(refusal(await noticeAssembly(act)), 'notice_to_nobody')
    await givenVoter(clock, 'Diallo')
    must(
      await addResolution({
        ...{ ...act, ...WORDS, itemId: item.id },
        ...{ type: 'election', bodyCode: 'board', seats: 2 },
      })
    )
    assert.equal(refusal(await noticeAssembly(act)), 'no_candidate')
    const empty = must(
      await createAssembly({ ...factsOf('2026-06-20T18:00'), actor: OFFICE, clock })
    )
    assert.equal(refusal(await noticeAssembly({ ...act, assemblyId: empty.id })), 'no_agenda')
  })
})

test.group('Notices | channels (C19)', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00' })

  test('C19 by e-mail only with a consent 35 days before the meeting, else by post', async ({
    assert,
  }) => {
    await givenVoter(clock, 'Jamais')
    await givenVoter(clock, 'Tot', [['2026-02-01', true]])
    await givenVoter(clock, 'Juste', [['2026-05-13', true]])
    await givenVoter(clock, 'Tard', [['2026-05-14', true]])
    await givenVoter(clock, 'Repris', [
      ['2026-02-01', true],
      ['2026-05-13', false],
    ])
    await givenVoter(clock, 'RepriseTardive', [
      ['2026-02-01', true],
      ['2026-05-14', false],
    ])
    clock.moveTo('2026-05-20T10:00')
    const { assembly, act } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    must(await noticeAssembly(act))
    assert.deepEqual(await channels(assembly.id), {
      'Camille Jamais': 'post',
      'Camille Tot': 'email',
      'Camille Juste': 'email',
      'Camille Tard': 'post',
      'Camille Repris': 'post',
      'Camille RepriseTardive': 'email',
    })
  })

  test('C19 statutes that ask 20 days: a consent at d−19 means post', async ({ assert }) => {
    await adoptTestStatutes({ notices: { consentDays: 20 } }, '2026-05-01')
    await givenVoter(clock, 'Vingt', [['2026-05-28', true]])
    await givenVoter(clock, 'DixNeuf', [['2026-05-29', true]])
    clock.moveTo('2026-05-30T10:00')
    const { assembly, act } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    must(await noticeAssembly(act))
    assert.deepEqual(await channels(assembly.id), {
      'Camille Vingt': 'email',
      'Camille DixNeuf': 'post',
    })
  })
})

test.group('Notices | sending', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00' })
  const YES: [string, boolean][] = [['2026-02-01', true]]

  async function givenNoticed() {
    await givenVoter(clock, 'Aubert', YES)
    await givenVoter(clock, 'Bruno', YES)
    await givenVoter(clock, 'Cissé', YES)
    await givenVoter(clock, 'Papier')
    clock.moveTo('2026-05-20T10:00')
    const scene = await givenReadyAssembly(clock, '2026-06-17T18:00')
    must(await noticeAssembly(scene.act))
    return scene
  }

  test('a run that dies after the first mail and two more runs send each mail once', async ({
    assert,
  }) => {
    const { assembly } = await givenNoticed()
    using fake = mail.fake()
    const dies = sendNotices({
      assemblyId: assembly.id,
      clock,
      progress: () => Promise.reject(new Error('killed')),
    })
    await assert.rejects(() => dies, 'killed')
    fake.mails.assertSentCount(NoticeMail, 1)
    assert.deepEqual(await sendNotices({ assemblyId: assembly.id, clock }), { sent: 2 })
    assert.deepEqual(await sendNotices({ assemblyId: assembly.id, clock }), { sent: 0 })
    fake.mails.assertSentCount(NoticeMail, 3)
    assert.deepEqual(await meetingsToTell(), [])
    const sent = await Notice.query().where({ assemblyId: assembly.id, state: 'sent' })
    assert.equal(new Set(sent.map(({ tokenHash }) => tokenHash)).size, 3)
    assert.isTrue(
      sent.every(({ sentAt, tokenHash }) => sentAt && /^[0-9a-f]{64}$/.test(tokenHash!))
    )
  })

  test('the mail carries date, place, agenda and a personal link whose use is noted', async ({
    assert,
  }) => {
    const { assembly } = await givenNoticed()
    using fake = mail.fake()
    await sendNotices({ assemblyId: assembly.id, clock })
    const [one] = fake.mails.sent() as NoticeMail[]
    const text = (one.message.toObject().message as { text: string }).text
    assert.match(text, /mercredi 17 juin 2026 à 18:00/)
    assert.include(text, 'Maison des associations')
    assert.include(text, '1. Comptes de l’année')
    const token = /invitations\/([A-Za-z0-9_-]{43})/.exec(text)![1]
    clock.moveTo('2026-05-21T09:00')
    const opened = await openInvitation(token, clock)
    assert.equal(opened!.openedAt!.toISODate(), '2026-05-21')
    assert.isNull(await openInvitation('x'.repeat(43), clock))
    const stored = JSON.stringify(await db.from('notices').select('*'))
    assert.notInclude(stored, token)
  })

  test('an address refused for good becomes a letter', async ({ assert, cleanup }) => {
    const { assembly } = await givenNoticed()
    const send = mail.send
    cleanup(() => void (mail.send = send))
    mail.send = (() =>
      Promise.reject(
        Object.assign(new Error('refused'), { responseCode: 550, response: '550 no such user' })
      )) as typeof mail.send
    await sendNotices({ assemblyId: assembly.id, clock })
    const bounced = await Notice.query().where({ assemblyId: assembly.id, state: 'bounced' })
    assert.lengthOf(bounced, 3)
    assert.equal(bounced[0].proof, '550 no such user')
    const letters = await Notice.query().where({ assemblyId: assembly.id, channel: 'post' })
    assert.lengthOf(letters, 4)
    assert.isTrue(letters.every(({ address }) => address.includes('93100 Montreuil')))
  })

  test('a server that is away leaves the messages waiting', async ({ assert, cleanup }) => {
    const { assembly } = await givenNoticed()
    const send = mail.send
    cleanup(() => void (mail.send = send))
    mail.send = (() => Promise.reject(new Error('connection refused'))) as typeof mail.send
    await assert.rejects(() => sendNotices({ assemblyId: assembly.id, clock }), /3 notices/)
    assert.deepEqual(await meetingsToTell(), [assembly.id])
  })

  test('a letter names those who stand: whoever votes by proxy chooses from it', async ({
    assert,
  }) => {
    const ada = await givenVoter(clock, 'Diallo')
    const { assembly, item, act } = await givenReadyAssembly(clock, '2026-06-17T18:00')
    const seats = { type: 'election' as const, bodyCode: 'board', seats: 1 }
    const election = must(await addResolution({ ...act, ...WORDS, ...seats, itemId: item.id }))
    const stands = { resolutionId: election.id, memberNumber: ada.number!, statement: '' }
    must(await addCandidate({ ...act, ...stands }))
    const words = await pdfWords(await noticeSpecimen(await assembly.refresh(), 'fr'))
    assert.include(words.replaceAll('\u00A0', ' '), `Se présentent : ${ada.displayName}.`)
  })

  test('letters are one PDF; their posting is noted once, on a day that can be', async ({
    assert,
  }) => {
    const { assembly, act } = await givenNoticed()
    const pdf = await noticeLetters(await assembly.refresh(), 'notice')
    const words = await pdfWords(pdf!)
    assert.include(words, 'mercredi 17 juin 2026 à 18:00')
    assert.include(words, '93100 Montreuil')
    assert.include(words, 'SCIC SAS à capital variable')
    assert.isNull(await noticeLetters(assembly, 'cancellation'))
    const posting = { ...act, kind: 'notice' as const, proof: 'Bordereau 12' }
    const on = (day: string) => recordPosting({ ...posting, postedOn: at(day) })
    assert.equal(refusal(await on('2026-05-19')), 'posted_on_wrong_day')
    assert.equal(refusal(await on('2026-05-21')), 'posted_on_wrong_day')
    assert.deepInclude(must(await on('2026-05-20')), { letters: 1, isLate: false })
    assert.equal(refusal(await on('2026-05-20')), 'no_letter_waits')
  })

  test('a reminder goes once, to whom the notice went by mail', async ({ assert }) => {
    const { assembly } = await givenNoticed()
    using fake = mail.fake()
    await sendNotices({ assemblyId: assembly.id, clock })
    assert.deepEqual(await queueReminders(clock), [])
    clock.moveTo('2026-06-13T08:30')
    assert.deepEqual(await queueReminders(clock), [assembly.id])
    await queueReminders(clock)
    assert.deepEqual(await sendNotices({ assemblyId: assembly.id, clock }), { sent: 3 })
    fake.mails.assertSentCount(NoticeMail, 6)
  })
})

test.group('Notices | the agenda afterwards (C28)', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00' })

  async function givenNoticed() {
    await givenVoter(clock, 'Diallo')
    clock.moveTo('2026-05-20T10:00')
    const scene = await givenReadyAssembly(clock, '2026-06-17T18:00')
    must(await noticeAssembly(scene.act))
    return scene
  }

  test('C28 nothing is added, changed or taken off, by service or by SQL', async ({ assert }) => {
    const { assembly, act, item, resolution } = await givenNoticed()
    const words = { ...act, ...WORDS, itemId: item.id }
    assert.equal(
      refusal(await addAgendaItem({ ...act, title: 'Divers', text: '' })),
      'agenda_frozen'
    )
    assert.equal(refusal(await addResolution(words)), 'agenda_frozen')
    const edited = await editResolution({ ...words, resolutionId: resolution.id, text: 'Autre.' })
    assert.equal(refusal(edited), 'agenda_frozen')
    const moved = await editAssembly({ ...factsOf('2026-07-01T18:00'), ...act })
    assert.equal(refusal(moved), 'agenda_frozen')
    assert.equal(refusal(await noticeAssembly(act)), 'agenda_frozen')
    for (const sql of [
      `UPDATE resolutions SET text = 'Autre.' WHERE assembly_id = ?`,
      `DELETE FROM agenda_items WHERE assembly_id = ?`,
    ]) {
      await assert.rejects(
        () => db.transaction((trx) => trx.rawQuery(sql, [assembly.id])),
        /the agenda is fixed since the notice/
      )
    }
  })

  test('C28 a second call has the same agenda, ten days, and its own quorum', async ({
    assert,
  }) => {
    const { assembly, act, resolution } = await givenNoticed()
    const again = (startsAt: string) =>
      callAgain({
        ...{ firstCallId: assembly.id, startsAt: at(startsAt), place: '', remoteLink: '' },
        ...{ actor: OFFICE, clock },
      })
    assert.equal(refusal(await again('2026-07-02T18:00')), 'first_call_not_held')
    clock.moveTo('2026-06-17T20:00')
    const soon = await again('2026-06-27T18:00')
    assert.deepEqual(soon.ok ? null : soon.error.figures, { first: '2026-06-28' })
    const second = must(await again('2026-06-28T18:00'))
    assert.equal(second.call, 2)
    const [copy] = await Resolution.query().where('assemblyId', second.id)
    assert.equal(copy.text, resolution.text)
    assert.lengthOf(await AgendaItem.query().where('assemblyId', second.id), 1)
    const added = await addAgendaItem({ ...act, assemblyId: second.id, title: 'Divers', text: '' })
    assert.equal(refusal(added), 'agenda_of_first_call')
    assert.equal(refusal(await again('2026-06-29T18:00')), 'called_again_already')
    must(await noticeAssembly({ ...act, assemblyId: second.id }))
    assert.equal((await second.refresh()).number, 2)
    must(await cancelAssembly({ ...act, assemblyId: second.id, reason: 'Salle inondée' }))
    const third = must(await again('2026-06-30T18:00'))
    assert.equal(third.firstCallId, assembly.id)
    assert.equal(refusal(await again('2026-07-01T18:00')), 'called_again_already')
  })

  test('a postponement is a notice again; a cancellation is told, by the same way', async ({
    assert,
  }) => {
    const { assembly, act } = await givenNoticed()
    const move = (startsAt: string) =>
      postponeAssembly({ ...act, startsAt: at(startsAt), reason: 'Salle fermée' })
    clock.moveTo('2026-06-10T10:00')
    assert.equal(refusal(await move('2026-06-16T18:00')), 'not_later')
    assert.equal(refusal(await move('2026-06-25T18:00')), 'notice_too_late')
    assert.equal(must(await move('2026-06-26T18:00')).told, 1)
    assert.equal((await Assembly.findOrFail(assembly.id)).startsAt.toISODate(), '2026-06-26')
    assert.equal(must(await move('2026-07-20T18:00')).told, 1)
    assert.equal((await Assembly.findOrFail(assembly.id)).startsAt.toISODate(), '2026-07-20')
    const cancelled = must(await cancelAssembly({ ...act, reason: 'Grève' }))
    assert.equal(cancelled.told, 1)
    assert.equal(refusal(await cancelAssembly({ ...act, reason: 'Encore' })), 'meeting_begun')
    const kinds = await Notice.query().where('assemblyId', assembly.id).orderBy('createdAt')
    assert.sameMembers(
      kinds.map(({ kind }) => kind),
      ['notice', 'postponement', 'postponement', 'cancellation']
    )
  })
})
