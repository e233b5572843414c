import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import AgendaItem from '#models/governance/agenda_item'
import Assembly from '#models/governance/assembly'
import Mandate from '#models/governance/mandate'
import type Member from '#models/membership/member'
import { checkIn, checkOut } from '#services/governance/attendance/check_in'
import { participation } from '#services/governance/attendance/participation'
import { endSilentPresences, renewPresence } from '#services/governance/attendance/remote_presence'
import { createAssembly } from '#services/governance/assemblies/create_assembly'
import { attendancePdf } from '#services/governance/documents/attendance_pdf'
import { membersWithVote } from '#services/governance/electorate/members_with_vote'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import { publishResolution } from '#services/governance/minutes/publish_resolution'
import { writeMinutes } from '#services/governance/minutes/write_minutes'
import { watchMeeting } from '#services/governance/live/meeting_feed'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { liveMeeting } from '#services/governance/queries/live_meeting'
import { minutesRegister } from '#services/governance/queries/minutes_register'
import { pastMeetings } from '#services/governance/queries/past_meetings'
import { searchResolutions } from '#services/governance/queries/search_resolutions'
import { resolutionReference } from '#services/governance/resolution_reference'
import { addRevocation } from '#services/governance/votes/add_revocation'
import { openVote } from '#services/governance/votes/open_vote'
import { quorumOf } from '#services/governance/votes/quorum_of'
import { recordBallot } from '#services/governance/votes/record_ballot'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { givenAccount } from '#tests/support/accounts'
import {
  arrive,
  begin,
  callByLetter,
  beforeMeetings,
  CHAIR,
  clock,
  conclude,
  givenMandate,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
  putToVote,
  refusal,
  vote,
} from '#tests/support/meeting'
import { gather, rise } from '#tests/functional/governance/sitting'
import { pdfWords } from '#tests/support/pdf_words'
import { newId } from '#values/id'

const LINK = 'https://salle.peerfy.fr'

async function counted({ id }: Assembly) {
  const assembly = await Assembly.query().where('id', id).preload('statuteProfile').firstOrFail()
  return (await quorumOf(db, assembly, 'ordinary')).counted
}

const comes = ({ id }: Assembly, member: Member, mode: 'room' | 'remote' = 'remote') =>
  checkIn({ assemblyId: id, memberId: member.id, mode, actor: CHAIR, clock })

test.group('Governance | presence from afar', (group) => {
  beforeMeetings(group)

  test('C20: it begins two hours before the hour at the earliest', async ({ assert }) => {
    const [one] = await givenMembers(1)
    const { assembly } = await givenMeeting()
    clock.moveTo('2032-05-20T15:59:59')
    assert.equal(refusal(await comes(assembly, one)), 'doors_are_closed')
    assert.equal(refusal(await comes(assembly, one, 'room')), 'doors_are_closed')
    clock.moveTo('2032-05-20T16:00:00')
    must(await comes(assembly, one))
  })

  test('C20: it ends after five minutes of silence and not while its page is open; the sheet keeps the row', async ({
    assert,
  }) => {
    const [watches, sleeps, sits] = await givenMembers(10)
    const { assembly, resolutions } = await givenMeeting({ resolutions: [{}, {}] })
    await begin(assembly)
    must(await comes(assembly, watches))
    must(await comes(assembly, sleeps))
    await arrive(assembly, sits)
    await putToVote(resolutions[0])
    clock.moveTo('2032-05-20T18:05:00')
    await renewPresence(assembly.id, [watches.id, sits.id], clock)
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 0 })
    assert.equal(await counted(assembly), 3)
    clock.moveTo('2032-05-20T18:05:01')
    assert.deepEqual(await endSilentPresences(db, clock), { ended: 1 })
    assert.equal(await counted(assembly), 2)
    const [row] = await db.from('attendances').where('member_id', sleeps.id)
    assert.equal(row.ended_by, 'silence')
    assert.deepEqual(row.left_at, clock.now().toJSDate())
    must(await comes(assembly, sleeps))
    assert.lengthOf(await db.from('attendances').where('member_id', sleeps.id), 2)
    assert.equal(await counted(assembly), 3)
  })

  test('C20: the open page of a member renews their presence, and nobody else’s', async ({
    assert,
  }) => {
    const [watches, other] = await givenMembers(2)
    const { assembly } = await givenMeeting()
    must(await comes(assembly, watches))
    must(await comes(assembly, other))
    const cameAt = clock.now()
    clock.moveTo('2032-05-20T18:04:00')
    const stream = watchMeeting({
      ...{ assemblyId: assembly.id, locale: 'fr', lastId: null, clock },
      memberId: watches.id,
    })
    for await (const part of stream) if (String(part).includes('event: meeting')) break
    const seen = async (member: Member) => {
      const row = await db.from('attendances').where('member_id', member.id).firstOrFail()
      return (row.last_seen_at as Date).getTime()
    }
    assert.equal(await seen(watches), clock.now().toMillis())
    assert.equal(await seen(other), cameAt.toMillis())
  })

  test('C20: a quorum that decides is read without the silent, though no minute has passed by', async ({
    assert,
  }) => {
    const [one, two] = await givenMembers(10)
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    must(await comes(assembly, one))
    must(await comes(assembly, two))
    clock.moveTo('2032-05-20T18:20:00')
    const open = { resolutionId: resolutions[0].id, actor: CHAIR, clock }
    assert.equal(refusal(await openVote(open)), 'quorum_missing')
  })
})

test.group('Governance | the desk writes down votes', (group) => {
  beforeMeetings(group)

  test('C24, C25: for whoever is in the room, their own vote and those they carry, each once', async ({
    assert,
  }) => {
    const [holder, giver, absent] = await givenMembers(4)
    const { assembly, resolutions } = await givenMeeting()
    must(await onPaper(assembly, giver, holder))
    await begin(assembly)
    const said = { resolutionId: resolutions[0].id, choice: 'yes' as const, actor: CHAIR, clock }
    const carried = { ...said, electorMemberId: giver.id, castByMemberId: holder.id }
    must(await comes(assembly, absent))
    await putToVote(resolutions[0])
    assert.equal(refusal(await recordBallot(carried)), 'not_in_the_room')
    await arrive(assembly, holder)
    const ballot = must(await recordBallot(carried))
    assert.deepEqual([ballot.channel, ballot.castByMemberId], ['proxy', holder.id])
    must(await recordBallot({ ...carried, electorMemberId: holder.id }))
    assert.equal(refusal(await vote(resolutions[0], giver, 'no')), 'already_voted')
    const remote = { ...said, electorMemberId: absent.id, castByMemberId: absent.id }
    assert.equal(refusal(await recordBallot(remote)), 'not_in_the_room')
    const stranger = { ...said, electorMemberId: absent.id, castByMemberId: holder.id }
    assert.equal(refusal(await recordBallot(stranger)), 'no_proxy')
  })
})

test.group('Governance | the body that a board is', (group) => {
  beforeMeetings(group)

  test('C03: only the members of that body have a vote in its meeting', async ({ assert }) => {
    const [director, supervisor] = await givenMembers(3)
    await givenMandate(director)
    await givenMandate(supervisor, 'president')
    const { settings } = (await statutesInForce(clock.now()))!
    const voters = (bodyCode: string) =>
      db.transaction(async (trx) => {
        const found = await membersWithVote(trx, settings, clock.now(), { body: 'board', bodyCode })
        return found.map(({ id }) => id)
      })
    assert.deepEqual(await voters('board'), [director.id])
    assert.deepEqual(await voters('president'), [supervisor.id])
    const facts = {
      ...{ kind: 'board' as const, presence: 'room' as const, title: 'Comité', place: 'Siège' },
      ...{ remoteLink: '', remoteFrom: null, remoteUntil: null, actor: CHAIR, clock },
      startsAt: clock.now().plus({ days: 20 }),
    }
    assert.equal(must(await createAssembly(facts)).bodyCode, 'board')
    assert.equal(refusal(await createAssembly({ ...facts, bodyCode: 'none' })), 'which_body')
    const made = must(await createAssembly({ ...facts, bodyCode: 'president' }))
    assert.deepEqual([made.body, made.bodyCode], ['board', 'president'])
  })
})

test.group('Governance | one count for the quorum, the screens and the minutes', (group) => {
  beforeMeetings(group)

  test('C20: a proxy of an absent holder represents nobody, a vote from afar is one, everywhere', async ({
    assert,
  }) => {
    const [chair, here, represented, away, forgotten, far, forFar] = await givenMembers(12)
    const { assembly, resolutions } = await givenMeeting({ chair })
    must(await onPaper(assembly, represented, here))
    must(await onPaper(assembly, forgotten, away))
    must(await onPaper(assembly, forFar, far))
    await gather(assembly, chair, here)
    await putToVote(resolutions[0])
    must(await vote(resolutions[0], far, 'yes'))
    await assembly.refresh()
    await assembly.load('statuteProfile')
    const live = await liveMeeting(assembly.id, 'fr', clock)
    assert.equal(live.quorum!.ordinary.counted, 5)
    assert.deepEqual([live.electors, live.present, live.represented], [12, 2, 2])
    must(await checkOut({ assemblyId: assembly.id, memberId: here.id, clock }))
    assert.equal(await counted(assembly), 3)
    await conclude(resolutions[0])
    await rise(assembly)
    await assembly.refresh()
    assert.deepEqual(await participation(db, assembly, 'ever'), {
      ...{ electors: 12, room: 2, remote: 0, represented: 2, afar: 1, tookPart: 5 },
    })
    const secretary = await givenAccount({ fullName: 'Inès Petit' })
    const bureau = { secretaryAccountId: secretary.id, secretaryName: secretary.fullName }
    await assembly.merge({ chairMemberId: chair.id, ...bureau }).save()
    const act = { assemblyId: assembly.id, actor: CHAIR, clock }
    const { document, sheetSha256 } = must(await writeMinutes({ ...act, discussion: '' }))
    assert.deepEqual((document as MinutesDocument).attendance, {
      ...{ electors: 12, room: 2, remote: 0, represented: 2, votedFromAfar: 1, tookPart: 5 },
      sheetSha256,
    })
    const sheet = await pdfWords(await attendancePdf(assembly, clock))
    assert.include(sheet, '2 présent·es, 2 représenté·es')
    assert.include(sheet, `Pouvoir à ${here.displayName}`)
    assert.notInclude(sheet, `Pouvoir à ${away.displayName}`)
  })
})

test.group('Governance | C28: what may be added to an agenda after the notice', (group) => {
  beforeMeetings(group)

  test('C28: {title}')
    .with([
      {
        title: 'before the meeting nothing',
        state: 'noticed',
        kind: 'mixed',
        code: 'meeting_not_open',
      },
      { title: 'in an assembly a revocation', state: 'open', kind: 'ordinary', code: null },
      { title: 'in an extraordinary one too', state: 'open', kind: 'extraordinary', code: null },
      {
        title: 'in a consultation nothing',
        state: 'open',
        kind: 'consultation',
        code: 'members_revoke',
      },
    ] as const)
    .run(async ({ assert }, { state, kind, code }) => {
      const [director, ...others] = await givenMembers(3)
      const mandateId = await givenMandate(director)
      const { assembly } = await givenMeeting({ kind })
      if (state === 'open') await begin(assembly)
      const add = () => addRevocation({ assemblyId: assembly.id, mandateId, actor: CHAIR, clock })
      const found = await add()
      assert.equal(found.ok ? null : found.error.code, code)
      if (!found.ok) return
      assert.equal(refusal(await add()), 'revocation_is_there')
      assert.deepEqual([found.value.number, found.value.majority], [2, 'ordinary'])
      await arrive(assembly, director, ...others)
      await putToVote(found.value)
      for (const one of others) must(await vote(found.value, one, 'yes'))
      assert.equal((await conclude(found.value)).outcome, 'adopted')
      const mandate = await Mandate.findOrFail(mandateId)
      assert.equal(mandate.endReason, 'revoked')
      await rise(assembly)
      const ines = await givenAccount({ fullName: 'Inès Petit' })
      const bureau = { secretaryAccountId: ines.id, secretaryName: ines.fullName }
      await (await assembly.refresh()).merge({ chairMemberId: others[0].id, ...bureau }).save()
      const act = { assemblyId: assembly.id, actor: CHAIR, clock }
      const { document } = must(await writeMinutes({ ...act, discussion: '' }))
      const points = (document as MinutesDocument).agenda
      assert.match(points.at(-1)!.incident!, /^Incident de séance/)
      assert.notProperty(points[0], 'incident')
    })

  test('C28: nothing else is added while it meets, by SQL neither, and no revocation before', async ({
    assert,
  }) => {
    const [director] = await givenMembers(2)
    const mandateId = await givenMandate(director)
    const { assembly, resolutions } = await givenMeeting()
    const copy = (type: string) =>
      db.transaction((trx) =>
        trx.table('resolutions').insert({
          ...{ id: newId(), assembly_id: assembly.id, number: 9, title: 'X', text: 'X', type },
          ...{ agenda_item_id: resolutions[0].agendaItemId, majority: 'ordinary' },
          ...{ from_board: false, state: 'pending', body_code: 'board', effect_type: 'mandate' },
          ...{ effect_id: mandateId, created_at: clock.now().toISO()! },
        })
      )
    await assert.rejects(() => copy('revocation'), /the agenda is fixed/)
    await begin(assembly)
    await assert.rejects(() => copy('decision'), /the agenda is fixed/)
    must(await addRevocation({ assemblyId: assembly.id, mandateId, actor: CHAIR, clock }))
    const incident = await AgendaItem.findByOrFail('title', 'Révocation de Sociétaire 1')
    assert.match(incident.text, /loi n° 47-1775, art\. 6/)
    assert.notMatch(incident.text, /L225/, 'the statutes are an SAS’s')
    const item = { id: newId(), assembly_id: assembly.id, position: 9, title: 'X', text: '' }
    await assert.rejects(
      () =>
        db.transaction((trx) =>
          trx.table('agenda_items').insert({ ...item, created_at: clock.now().toISO()! })
        ),
      /the agenda is fixed/
    )
  })
})

test.group('Governance | consultations', (group) => {
  beforeMeetings(group)

  test('a consultation asks for no quorum, has its own number and words, and is no decision', async ({
    assert,
  }) => {
    const members = await givenMembers(20)
    const { assembly, resolutions } = await givenMeeting({
      kind: 'consultation',
      state: 'draft',
      resolutions: [{}, {}, {}],
    })
    await assembly.merge({ startsAt: clock.now().plus({ days: 1 }), remoteLink: LINK }).save()
    await callByLetter(assembly)
    await assembly.refresh()
    assert.equal(assembly.number, 1)
    assert.equal(resolutionReference(assembly, resolutions[0]), 'CO1-R1')
    clock.moveTo('2032-05-21T18:00:00')
    await begin(assembly)
    for (const one of resolutions) await putToVote(one)
    must(await vote(resolutions[0], members[0], 'yes'))
    must(await vote(resolutions[1], members[0], 'no'))
    const good = await conclude(resolutions[0])
    assert.equal(good.outcome, 'favourable')
    assert.equal((await conclude(resolutions[1])).outcome, 'unfavourable')
    must(await vote(resolutions[2], members[0], 'abstain'))
    const silent = await conclude(resolutions[2])
    assert.equal(silent.outcome, 'no_opinion', 'nobody said no')
    await rise(assembly)
    const { votes } = await liveMeeting(assembly.id, 'fr', clock)
    assert.include(
      votes[0].steps.map(({ key }) => key),
      'favourable'
    )
    assert.deepEqual(
      votes[2].steps.slice(-2).map(({ key }) => key),
      ['nobody_said', 'no_opinion']
    )
    const publication = { resolutionId: good.id, isPublic: true, actor: CHAIR, clock }
    assert.equal(refusal(await publishResolution(publication)), 'only_an_opinion')
    const silence = { ...publication, resolutionId: silent.id }
    assert.equal(refusal(await publishResolution(silence)), 'only_an_opinion')
    const writing = { assemblyId: assembly.id, discussion: '', actor: CHAIR, clock }
    assert.equal(refusal(await writeMinutes(writing)), 'consultation_has_no_minutes')
    const past = await searchResolutions({ memberId: members[0].id })
    assert.deepEqual(
      past.found.map(({ outcome }) => outcome),
      ['favourable', 'unfavourable', 'no_opinion']
    )
    assert.deepEqual((await searchResolutions({ publishedOnly: true })).found, [])
    assert.lengthOf(await minutesRegister(), 0)
    const [{ isConsultation, number }] = await pastMeetings(members[0].id)
    assert.deepEqual([isConsultation, number], [true, null])
    const next = await givenMeeting({ state: 'draft', kind: 'ordinary' })
    await next.assembly.merge({ startsAt: clock.now().plus({ days: 30 }), remoteLink: LINK }).save()
    must(await noticeAssembly({ assemblyId: next.assembly.id, actor: CHAIR, clock }))
    assert.equal((await next.assembly.refresh()).number, 1)
  })
})
