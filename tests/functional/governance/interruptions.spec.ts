import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import type Member from '#models/membership/member'
import { checkIn } from '#services/governance/attendance/check_in'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { participation } from '#services/governance/attendance/participation'
import { endSilentPresences, renewPresence } from '#services/governance/attendance/remote_presence'
import { markService } from '#services/governance/attendance/service_mark'
import { attendancePdf } from '#services/governance/documents/attendance_pdf'
import { minutesPdf } from '#services/governance/documents/minutes_pdf'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import { writeMinutes } from '#services/governance/minutes/write_minutes'
import { liveMeeting } from '#services/governance/queries/live_meeting'
import { closeDueVotes } from '#services/governance/votes/close_due_votes'
import { openVote } from '#services/governance/votes/open_vote'
import { rise } from '#tests/functional/governance/sitting'
import { givenAccount } from '#tests/support/accounts'
import {
  begin,
  beforeMeetings,
  CHAIR,
  clock,
  givenMeeting,
  givenMembers,
  must,
} from '#tests/support/meeting'
import { pdfWords } from '#tests/support/pdf_words'

const at = (hour: string) => clock.moveTo(`2032-05-20T${hour}`)
const remote = async ({ id }: Assembly) =>
  (await participation(db, { id, state: 'open', openedAt: clock.now(), lapsedAt: null }, 'now'))
    .remote

/** A meeting with these people on the line at 18.00, heard by a server that marks as it should. */
async function onTheLine(...members: Member[]) {
  const { assembly, resolutions } = await givenMeeting({ chair: members[0] })
  await begin(assembly)
  await markService(clock)
  for (const { id: memberId } of members) {
    must(await checkIn({ assemblyId: assembly.id, memberId, mode: 'remote', actor: CHAIR, clock }))
  }
  return { assembly, resolution: resolutions[0] }
}

test.group('Governance | time without a server is nobody’s absence', (group) => {
  beforeMeetings(group)

  test('C20: nobody is silent while no server is there, and five minutes later who did not come back is', async ({
    assert,
  }) => {
    const [back, gone] = await givenMembers(4)
    const { assembly } = await onTheLine(back, gone)
    at('18:40:00')
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 0 }, 'nobody is back yet')
    await markService(clock)
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 0 })
    assert.equal(await remote(assembly), 2)
    at('18:40:20')
    await markService(clock)
    await renewPresence(assembly.id, [back.id], clock)
    at('18:45:00')
    await db.from('service_mark').update({ served_at: clock.now().toISO()! })
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 0 })
    at('18:45:01')
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 1 })
    assert.equal(await remote(assembly), 1)
    const [row] = await db.from('attendances').where('member_id', gone.id)
    assert.equal(row.ended_by, 'silence')
  })

  test('C20: silence of two sides of an interruption is added up, a short gap of the mark is none', async ({
    assert,
  }) => {
    const [one] = await givenMembers(2)
    const { assembly } = await onTheLine(one)
    for (const hour of ['18:00:30', '18:01:00', '18:01:30', '18:02:00', '18:02:30']) {
      at(hour)
      await markService(clock)
    }
    assert.lengthOf(await db.from('service_interruptions'), 0)
    at('18:12:30')
    await markService(clock)
    assert.lengthOf(await db.from('service_interruptions'), 1)
    at('18:15:00')
    await db.from('service_mark').update({ served_at: clock.now().toISO()! })
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 0 })
    at('18:15:01')
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 1 })
    assert.equal(await remote(assembly), 0)
  })

  test('C20, C25: a vote that ended by the clock while no server was there keeps its quorum', async ({
    assert,
  }) => {
    const [one, two] = await givenMembers(10)
    const { resolution } = await onTheLine(one, two)
    must(await openVote({ resolutionId: resolution.id, minutes: 10, actor: CHAIR, clock }))
    at('18:40:00')
    await markService(clock)
    at('18:46:00')
    await db.from('service_mark').update({ served_at: clock.now().toISO()! })
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 2 })
    await closeDueVotes(clock)
    const { quorum } = (await resolution.refresh()).result as { quorum: object }
    assert.deepInclude(quorum, { counted: 2, reached: true })
  })

  test('C29: the chair, the attendance sheet and the minutes say when the service did not answer', async ({
    assert,
  }) => {
    const members = await givenMembers(4)
    const [chair, teller] = members
    teller.accountId = (await givenAccount({})).id
    await teller.save()
    const { assembly } = await onTheLine(...members)
    at('18:02:00')
    await db.from('service_mark').update({ served_at: clock.now().toISO()! })
    at('18:09:00')
    await markService(clock)
    const { interruptions } = await liveMeeting(assembly.id, 'fr', clock)
    assert.deepEqual(interruptions, [
      { from: '2032-05-20T18:02:00.000+02:00', until: '2032-05-20T18:09:00.000+02:00' },
    ])
    at('18:20:00')
    const closed = await rise(assembly)
    const secretary = await givenAccount({ fullName: 'Paul Secret' })
    must(
      await nameBureau({
        ...{ assemblyId: assembly.id, chairMemberId: chair.id, actor: CHAIR, clock },
        ...{ secretaryAccountId: secretary.id, tellerMemberIds: [teller.id] },
      })
    )
    at('23:00:00')
    await markService(clock)
    const told = 'du 20 mai 2032 à 18:02 au 20 mai 2032 à 18:09'
    const sheet = await pdfWords(await attendancePdf(await closed.refresh(), clock))
    assert.include(sheet, told)
    const minutes = must(
      await writeMinutes({ assemblyId: assembly.id, discussion: '', actor: CHAIR, clock })
    )
    const document = minutes.document as MinutesDocument
    assert.lengthOf(document.attendance.interruptions!, 1)
    const state = { number: null, sha256: '', signatures: [], date: clock.now().toJSDate() }
    assert.include(await pdfWords(await minutesPdf(document, state)), told)
  })

  test('what was kept of an interruption is not changed', async ({ assert }) => {
    await db
      .table('service_interruptions')
      .insert({ began_at: '2032-05-20', ended_at: '2032-05-21' })
    await assert.rejects(
      () => db.transaction((trx) => trx.from('service_interruptions').delete()),
      /never changed or deleted/
    )
  })
})
