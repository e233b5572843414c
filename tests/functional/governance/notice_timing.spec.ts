import { test } from '@japa/runner'
import mail from '@adonisjs/mail/services/main'
import { DateTime } from 'luxon'
import Assembly from '#models/governance/assembly'
import Minutes from '#models/governance/minutes'
import Notice from '#models/governance/notice'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { minutesPdf } from '#services/governance/documents/minutes_pdf'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import { writeMinutes } from '#services/governance/minutes/write_minutes'
import { postponeAssembly } from '#services/governance/assemblies/change_of_plan'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { noticeTiming } from '#services/governance/notices/notice_timing'
import { queueReminders } from '#services/governance/notices/remind'
import { contestFile } from '#services/governance/queries/contest_file'
import { closeAssembly } from '#services/governance/votes/close_assembly'
import { closeVote } from '#services/governance/votes/close_vote'
import { openAssembly, openVote } from '#services/governance/votes/open_vote'
import { checkIn } from '#services/governance/attendance/check_in'
import { castBallot } from '#services/governance/votes/cast_ballot'
import { givenAccount } from '#tests/support/accounts'
import { fieldErrors, givenDesk, isRefused, sentence } from '#tests/support/desk'
import { pdfWords } from '#tests/support/pdf_words'
import { must, OFFICE, withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'
import { isoDay } from '#values/day'
import { givenReadyAssembly, givenVoter, refusal } from './before_scene.js'

const OFFICE_PATH = '/governance/office/assemblies'
const clock = new FixedClock('2026-05-20T10:00')
const act = { actor: OFFICE, clock }

/** Called on 20 May for 17 June by letter, to two members; the last lawful day is 2 June. */
async function aCalledMeeting() {
  const ana = await givenVoter(clock, 'Prés')
  const ben = await givenVoter(clock, 'Roux')
  const { assembly, resolution } = await givenReadyAssembly(clock, '2026-06-17T18:00')
  must(await noticeAssembly({ assemblyId: assembly.id, ...act }))
  return { ana, ben, assembly, resolution }
}

// Routes 'governance.office.assemblies.notices.posting' and 'governance.office.notices.returned'.
test.group('Governance | whether the notice left in time', (group) => {
  withCooperative(group, { clock, at: '2026-05-20T10:00' })
  group.each.setup(() => {
    mail.fake()
    return () => mail.restore()
  })

  test('C18: letters posted on the last day are in time, a day later they are not, and the page says for when they would be', async ({
    client,
    assert,
  }) => {
    const { assembly } = await aCalledMeeting()
    const ines = await givenDesk(client, ['secretary'])
    const page = async () =>
      ((await ines.page(`${OFFICE_PATH}/${assembly.id}/notices`)).inertiaProps as any).timing
    const inTime = await page()
    assert.deepEqual([inTime.unsent.length, inTime.isTooSoon], [2, false], 'there is time to post')
    clock.moveTo('2026-06-04T09:00')
    const { tasks } = (await ines.page('/office')).inertiaProps as any
    const waiting = tasks.find(({ key }: { key: string }) => key === 'post_letters')
    assert.deepInclude(waiting, { count: 2, urgent: true })
    const before = await page()
    assert.deepEqual(
      [before.lastSending, before.unsent.length, before.firstLawful, before.isTooSoon],
      ['2026-06-02', 2, '2026-06-19', true],
      'two letters wait: posted today they are for the nineteenth'
    )
    const posting = `${OFFICE_PATH}/${assembly.id}/notices/posting`
    const late = { kind: 'notice', posted_on: '2026-06-03', proof: 'LR 123' }
    assert.include(sentence(await ines.send(posting, late), 'success'), 'à partir du 18 juin 2026')
    const after = await page()
    assert.deepEqual([after.late.length, after.unsent.length], [2, 0])
    assert.deepEqual([after.late[0].sentOn, after.firstLawful], ['2026-06-03', '2026-06-18'])
    await Notice.query().update({ sent_at: '2026-06-02T21:59:00Z' })
    assert.deepEqual((await page()).late, [], 'one minute to midnight in Paris is still in time')
  })

  test('C18: a meeting with late letters opens for whoever says that they know; minutes and contest file say it too', async ({
    client,
    assert,
  }) => {
    const { ana, ben, assembly, resolution } = await aCalledMeeting()
    clock.moveTo('2026-06-03T09:00')
    const ines = await givenDesk(client, ['secretary'])
    const letters = { kind: 'notice', posted_on: '2026-06-03', proof: 'LR 123' }
    await ines.send(`${OFFICE_PATH}/${assembly.id}/notices/posting`, letters)
    clock.moveTo('2026-06-17T18:00')
    const chair = await ines.page(`${OFFICE_PATH}/${assembly.id}/chair`)
    assert.deepEqual((chair.inertiaProps as any).notices, {
      late: 2,
      unsent: 0,
      last: '2026-06-02',
    })
    assert.equal(refusal(await openAssembly({ assemblyId: assembly.id, ...act })), 'notices_late')
    const opening = `${OFFICE_PATH}/${assembly.id}/opening`
    assert.include(sentence(await ines.send(opening), 'error'), '2 convocations')
    await ines.send(opening, { despite_notices: true })
    assert.equal((await Assembly.findOrFail(assembly.id)).state, 'open')
    for (const { id: memberId } of [ana, ben]) {
      must(await checkIn({ assemblyId: assembly.id, memberId, mode: 'room', ...act }))
    }
    const secretary = await givenAccount({ fullName: 'Ada Lenoir' })
    must(
      await nameBureau({
        ...{ assemblyId: assembly.id, chairMemberId: ana.id, tellerMemberIds: [] },
        ...{ secretaryAccountId: secretary.id, ...act },
      })
    )
    must(await openVote({ resolutionId: resolution.id, ...act }))
    for (const { id } of [ana, ben]) {
      const hand = { electorMemberId: id, castByMemberId: id, choice: 'yes' as const, clock }
      must(await castBallot({ resolutionId: resolution.id, ...hand }))
    }
    must(await closeVote({ resolutionId: resolution.id, ...act }))
    must(await closeAssembly({ assemblyId: assembly.id, ...act }))
    must(await writeMinutes({ assemblyId: assembly.id, discussion: '', ...act }))
    const minutes = await Minutes.findByOrFail('assemblyId', assembly.id)
    const document = minutes.document as MinutesDocument
    assert.deepInclude(document.notice, { sentOn: '2026-05-20', postedOn: '2026-06-03', late: 2 })
    const state = { number: null, signatures: [], sha256: minutes.sha256!, date: new Date(0) }
    const words = await pdfWords(await minutesPdf(document, state))
    assert.include(words, 'remises à la poste le 3 juin 2026')
    assert.include(words, '2 convocations sont parties après ce jour')
    const file = (await contestFile(resolution.id, clock))!
    assert.lengthOf(file.notices.late, 2)
  })

  test('C18: after two postponements the last message is the notice, and what left before does not count', async ({
    assert,
  }) => {
    const { assembly } = await aCalledMeeting()
    const post = (day: string) =>
      Notice.query()
        .where({ assemblyId: assembly.id, state: 'queued' })
        .update({ state: 'posted', sent_at: `${day}T12:00:00Z`, proof: 'LR' })
    const timing = async () => {
      const called = await Assembly.query().where('id', assembly.id).preload('statuteProfile')
      return noticeTiming(called[0], isoDay(clock.now()))
    }
    const move = async (startsAt: string) => {
      const day = DateTime.fromISO(startsAt, { zone: 'Europe/Paris' })
      const reason = 'Salle fermée'
      must(await postponeAssembly({ assemblyId: assembly.id, startsAt: day, reason, ...act }))
    }
    await post('2026-05-20')
    await move('2026-06-24T18:00')
    assert.lengthOf((await timing()).unsent, 2, 'the first letters are of another day')
    await post('2026-05-22')
    assert.deepEqual(await timing().then(({ late, unsent }) => [late, unsent]), [[], []])
    await move('2026-07-01T18:00')
    const waiting = await timing()
    assert.deepEqual([waiting.unsent.length, waiting.lastSending], [2, '2026-06-16'])
    await post('2026-06-17')
    const { late, unsent, firstLawful } = await timing()
    assert.deepEqual([late.length, unsent.length, firstLawful], [2, 0, '2026-07-02'])
    clock.moveTo('2026-07-01T18:00')
    assert.equal(refusal(await openAssembly({ assemblyId: assembly.id, ...act })), 'notices_late')
  })

  test('C23: who joins after the notice gets it on the next morning, is on file, and is not called late', async ({
    assert,
  }) => {
    const { assembly } = await aCalledMeeting()
    await Notice.query().update({ state: 'posted', sent_at: '2026-05-20T12:00:00Z', proof: 'LR' })
    clock.moveTo('2026-06-05T09:00')
    const newcomer = await givenVoter(clock, 'Vidal')
    await queueReminders(clock)
    await queueReminders(clock)
    const told = await Notice.query().where('memberId', newcomer.id)
    assert.deepEqual(
      told.map(({ kind, state }) => [kind, state]),
      [['notice', 'queued']],
      'once, however often the morning comes'
    )
    clock.moveTo('2026-06-17T18:00')
    const meeting = must(await openAssembly({ assemblyId: assembly.id, ...act }))
    const { late, unsent, joinedLater } = await noticeTiming(meeting, '2026-06-17')
    assert.deepEqual([late, unsent], [[], []])
    assert.deepEqual(
      joinedLater.map(({ number, joinedOn, toldOn }) => [number, joinedOn, toldOn]),
      [[newcomer.number, '2026-06-05', null]]
    )
  })

  test('C19: a mail that came back is followed by a letter, once; a letter that came back is shown', async ({
    client,
    assert,
  }) => {
    const lea = await givenVoter(clock, 'Petit', [['2026-01-05', true]])
    const { assembly } = await aCalledMeeting()
    const mailed = await Notice.query().where({ memberId: lea.id }).firstOrFail()
    assert.equal(mailed.channel, 'email')
    const ines = await givenDesk(client, ['secretary'])
    const path = (id: string) => `/governance/office/notices/${id}/return`
    const waiting = await ines.send(path(mailed.id), { reason: 'Boîte pleine' })
    assert.property(fieldErrors(waiting), 'form')
    await mailed.markSent(clock.now(), '<id@peerfy>', 'c'.repeat(64)).save()
    assert.property(fieldErrors(await ines.send(path(mailed.id), {})), 'reason')
    const back = await ines.send(path(mailed.id), { reason: 'Boîte pleine' })
    assert.include(sentence(back, 'success'), 'lettre')
    assert.include((await mailed.refresh()).proof!, 'Boîte pleine')
    const letter = await Notice.query().where({ memberId: lea.id, channel: 'post' }).firstOrFail()
    const letters = { kind: 'notice', posted_on: '2026-05-20', proof: 'LR 123' }
    await ines.send(`${OFFICE_PATH}/${assembly.id}/notices/posting`, letters)
    await ines.send(path(letter.id), { reason: 'NPAI' })
    assert.deepEqual([(await letter.refresh()).state, letter.proof], ['returned', 'LR 123 · NPAI'])
    const board = await givenDesk(client, ['board'])
    assert.isTrue(isRefused(await board.send(path(letter.id), { reason: 'NPAI' })))
    const anonymous = await client.post(path(letter.id)).withCsrfToken().redirects(0)
    assert.include(anonymous.header('location'), 'sign-in')
  })

  test('1.7: the attendance sheet is ready to be signed at the door as soon as the notice left', async ({
    client,
    assert,
  }) => {
    const ines = await givenDesk(client, ['secretary'])
    const draft = await givenReadyAssembly(clock, '2026-07-17T18:00')
    const none = await ines.file(`${OFFICE_PATH}/${draft.assembly.id}/attendance.pdf`)
    assert.equal(none.status(), 404)
    const { ana, assembly } = await aCalledMeeting()
    const sheet = await ines.file(`${OFFICE_PATH}/${assembly.id}/attendance.pdf`)
    const words = await pdfWords(sheet.body())
    assert.include(words, ana.displayName)
    assert.include(words, 'signe en face de son nom')
    assert.notInclude(words, 'Absent')
  })
})
