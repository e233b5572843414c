import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Assembly from '#models/governance/assembly'
import { checkIn, checkInCode, checkOut } from '#services/governance/attendance/check_in'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { quorumOf } from '#services/governance/votes/quorum_of'
import { givenAccount } from '#tests/support/accounts'
import {
  arrive,
  begin,
  beforeMeetings,
  CHAIR,
  clock,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
  online,
  putToVote,
  refusal,
  vote,
} from '#tests/support/meeting'
import { newId } from '#values/id'

async function counted({ id }: Assembly, kind: 'ordinary' | 'extraordinary' = 'ordinary') {
  const assembly = await Assembly.query().where('id', id).preload('statuteProfile').firstOrFail()
  return quorumOf(db, assembly, kind)
}

test.group('Governance | C20: presence and quorum', (group) => {
  beforeMeetings(group)

  test('present, represented and voting from afar count, each once, and what is missing is said', async ({
    assert,
  }) => {
    const [chair, here, giver, far, forFar, blank, ...absent] = await givenMembers(30)
    const { assembly, resolutions } = await givenMeeting({ chair })
    must(await onPaper(assembly, giver, here))
    must(await onPaper(assembly, forFar, far))
    must(await onPaper(assembly, blank, null))
    await begin(assembly)
    assert.deepEqual(await counted(assembly), {
      needed: 6,
      counted: 1,
      missing: 5,
      reached: false,
    })
    await arrive(assembly, here, here, giver)
    assert.equal((await counted(assembly)).counted, 3)
    assert.deepEqual(await counted(assembly, 'extraordinary'), {
      needed: 8,
      counted: 3,
      missing: 5,
      reached: false,
    })
    await arrive(assembly, chair, absent[0], absent[1])
    await putToVote(resolutions[0])
    must(await vote(resolutions[0], far, 'yes'))
    assert.equal((await counted(assembly)).counted, 8)
    must(await vote(resolutions[0], forFar, 'yes', far))
    assert.equal((await counted(assembly)).counted, 8)
  })

  test('a proxy that nobody accepted represents nobody; who leaves is not counted any more', async ({
    assert,
  }) => {
    const [here, giver] = await givenMembers(10)
    const { assembly } = await givenMeeting()
    must(await online(assembly, giver, here))
    await begin(assembly)
    await arrive(assembly, here)
    assert.equal((await counted(assembly)).counted, 1)
    const act = { assemblyId: assembly.id, memberId: here.id, clock }
    must(await checkOut(act))
    must(await checkOut(act))
    assert.equal((await counted(assembly)).counted, 0)
    must(await checkIn({ ...act, mode: 'remote', actor: CHAIR }))
    must(await checkIn({ ...act, mode: 'room', actor: CHAIR }))
    assert.equal((await counted(assembly)).counted, 1)
    const rows = await db.from('attendances').where('member_id', here.id)
    assert.lengthOf(rows, 3)
  })

  test('a second call asks less; a board asks for half of its members', async ({ assert }) => {
    const members = await givenMembers(9)
    const { assembly } = await givenMeeting()
    await begin(assembly)
    const second = await Assembly.query().where('id', assembly.id).preload('statuteProfile').first()
    second!.call = 2
    assert.equal((await quorumOf(db, second!, 'ordinary')).needed, 0)
    assert.equal((await quorumOf(db, second!, 'extraordinary')).needed, 2)
    for (const member of members.slice(0, 5)) {
      await db.table('mandates').insert({
        id: newId(),
        body_code: 'board',
        member_id: member.id,
        starts_on: '2031-06-01',
        ends_on: '2034-06-01',
        resolution_reference: 'AG 2031',
        created_at: clock.now().toISO()!,
      })
    }
    const board = await givenMeeting({ body: 'board', kind: 'board' })
    await begin(board.assembly)
    assert.equal((await counted(board.assembly)).needed, 3)
    assert.equal(
      refusal(
        await checkIn({
          assemblyId: board.assembly.id,
          memberId: members[6].id,
          mode: 'room',
          actor: CHAIR,
          clock,
        })
      ),
      'has_no_vote'
    )
  })

  test('nobody without a vote is received, nor before the notice, nor when it is over', async ({
    assert,
  }) => {
    const [one] = await givenMembers(1)
    const draft = await givenMeeting({ state: 'draft' })
    const presence = { memberId: one.id, mode: 'room' as const, actor: CHAIR, clock }
    assert.equal(
      refusal(await checkIn({ ...presence, assemblyId: draft.assembly.id })),
      'not_noticed'
    )
    const { assembly } = await givenMeeting()
    const stranger = { ...presence, memberId: newId(), assemblyId: assembly.id }
    assert.equal(refusal(await checkIn(stranger)), 'has_no_vote')
    await begin(assembly)
    await assembly.refresh()
    await assembly.close(clock.now()).save()
    assert.equal(refusal(await checkIn({ ...presence, assemblyId: assembly.id })), 'meeting_over')
  })

  test('a member’s code for the door is their own, for one meeting', ({ assert }) => {
    const [assembly, other, member] = [newId(), newId(), newId()]
    const code = checkInCode(assembly, member)
    assert.match(code, /^[A-HJ-NP-Z2-9]{12}$/)
    assert.equal(code, checkInCode(assembly, member))
    assert.notEqual(code, checkInCode(other, member))
    assert.notEqual(code, checkInCode(assembly, newId()))
  })

  test('the chair has a vote', async ({ assert }) => {
    const [one] = await givenMembers(1)
    const { assembly } = await givenMeeting()
    const secretary = await givenAccount({ fullName: 'Inès Petit' })
    const bureau = {
      assemblyId: assembly.id,
      secretaryAccountId: secretary.id,
      tellerMemberIds: [],
      actor: CHAIR,
      clock,
    }
    assert.equal(
      refusal(await nameBureau({ ...bureau, chairMemberId: newId() })),
      'chair_has_no_vote'
    )
    must(await nameBureau({ ...bureau, chairMemberId: one.id }))
    await assembly.refresh()
    assert.deepEqual([assembly.chairMemberId, assembly.secretaryName], [one.id, 'Inès Petit'])
  })
})
