import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { refusalOf } from '#services/governance/errors'
import { openDueWindows } from '#services/governance/votes/open_due_windows'
import { openAssembly } from '#services/governance/votes/open_vote'
import type Assembly from '#models/governance/assembly'
import {
  arrive,
  begin,
  beforeMeetings,
  clock,
  givenMeeting,
  givenMembers,
  must,
  putToVote,
  refusal,
  vote,
} from '#tests/support/meeting'
import { newId } from '#values/id'

const electorsOf = (assembly: Assembly) =>
  db.from('electors').where('assembly_id', assembly.id).orderBy('member_number')

/** What a statement of its own does, however it is refused; the test's transaction goes on. */
async function sqlRefusal(statement: string, values: object): Promise<string | undefined> {
  const trx = await db.transaction()
  try {
    await trx.rawQuery(statement, values as Record<string, string>)
    throw new Error('was expected to be refused')
  } catch (error) {
    return refusalOf(error)?.code ?? (error as { code?: string }).code
  } finally {
    await trx.rollback()
  }
}

async function leavesOn(memberId: string, day: string) {
  await db.table('exits').insert({
    id: newId(),
    member_id: memberId,
    kind: 'withdrawal',
    state: 'announced',
    requested_at: '2032-01-01',
    requested_by_label: 'essai',
    effective_on: day,
    created_at: clock.now().toISO()!,
  })
}

test.group('Governance | electorate', (group) => {
  beforeMeetings(group, {})

  test('C03, C23: opening writes down every member with a vote in one college, and a root', async ({
    assert,
  }) => {
    await givenMembers(2, 'artist')
    const [, both] = await givenMembers(2, 'subscriber')
    await db.table('member_categories').insert({
      id: newId(),
      member_id: both.id,
      category_code: 'artist',
      valid_from: '2031-01-01',
      recorded_at: clock.now().toISO()!,
      recorded_by_label: 'essai',
    })
    const { assembly } = await givenMeeting()
    await begin(assembly)
    await assembly.refresh()
    const electors = await electorsOf(assembly)
    assert.lengthOf(electors, 4)
    assert.lengthOf(
      electors.filter(({ member_id: id }) => id === both.id),
      1
    )
    assert.lengthOf(assembly.electorateRoot!, 32)
    assert.isNotNull(assembly.electorateFrozenAt)
  })

  test('C23: who joins after the opening does not vote, and SQL cannot add, change or take out anybody', async ({
    assert,
  }) => {
    const [first] = await givenMembers(3, 'artist')
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, first)
    await putToVote(resolutions[0])
    const [late] = await givenMembers(1, 'artist')
    assert.equal(refusal(await vote(resolutions[0], late, 'yes')), 'not_an_elector')
    const row = { assembly: assembly.id, late: late.id, first: first.id }
    assert.equal(
      await sqlRefusal(
        `INSERT INTO electors (assembly_id, member_id, member_number, display_name, category_code, college_code, leaf)
         VALUES (:assembly, :late, 99, 'Tard', 'artist', 'artists', sha256('x'))`,
        row
      ),
      'electorate_frozen'
    )
    for (const statement of [
      `DELETE FROM electors WHERE assembly_id = :assembly AND member_id = :first`,
      `UPDATE electors SET college_code = 'employees' WHERE assembly_id = :assembly AND member_id = :first`,
    ]) {
      assert.equal(await sqlRefusal(statement, row), '23001')
    }
  })

  test('C12: a right is voted on the day before it ends, not on the day itself', async ({
    assert,
  }) => {
    const [stays, leaves] = await givenMembers(2, 'artist')
    await leavesOn(leaves.id, '2032-05-21')
    const { assembly, resolutions } = await givenMeeting({ resolutions: [{}, {}] })
    await begin(assembly)
    await arrive(assembly, stays, leaves)
    for (const resolution of resolutions) await putToVote(resolution)
    must(await vote(resolutions[0], leaves, 'yes'))
    clock.moveTo('2032-05-21T00:00:00')
    assert.equal(refusal(await vote(resolutions[1], leaves, 'yes')), 'right_has_ended')
  })

  test('C12: who has left before the opening is no elector', async ({ assert }) => {
    const [stays, leaves] = await givenMembers(2, 'artist')
    await leavesOn(leaves.id, '2032-05-20')
    const { assembly } = await givenMeeting()
    await begin(assembly)
    const electors = await electorsOf(assembly)
    assert.deepEqual(
      electors.map(({ member_id: id }) => id),
      [stays.id]
    )
  })

  test('C23: the window of votes from afar freezes the electorate and closes at its instant', async ({
    assert,
  }) => {
    const [early, last, tooLate] = await givenMembers(3, 'artist')
    clock.moveTo('2032-05-10T09:00:00')
    const from = clock.now().plus({ days: 1 })
    const until = clock.now().plus({ days: 5 })
    const { assembly, resolutions } = await givenMeeting({ remoteFrom: from, remoteUntil: until })
    const open = async () => (await openDueWindows(clock)).votes
    assert.equal(await open(), 0)
    assert.equal(refusal(await vote(resolutions[0], early, 'yes')), 'vote_not_open')
    clock.moveTo(from)
    assert.equal(await open(), 1)
    assert.equal(await open(), 0)
    await assembly.refresh()
    assert.isTrue(assembly.isFrozen)
    assert.equal(must(await vote(resolutions[0], early, 'yes')).channel, 'remote')
    clock.moveTo(until.minus({ millisecond: 1 }))
    must(await vote(resolutions[0], last, 'no'))
    clock.moveTo(until)
    assert.equal(refusal(await vote(resolutions[0], tooLate, 'no')), 'vote_not_open')
  })

  test('C23: nobody opens a meeting before its hour, without a notice or without a member', async ({
    assert,
  }) => {
    const { assembly } = await givenMeeting()
    const act = { assemblyId: assembly.id, actor: { label: 'essai' }, clock }
    assert.equal(refusal(await openAssembly(act)), 'nobody_may_vote')
    await givenMembers(1)
    clock.advance({ minutes: -1 })
    assert.equal(refusal(await openAssembly(act)), 'before_its_hour')
    const draft = await givenMeeting({ state: 'draft' })
    assert.equal(
      refusal(await openAssembly({ ...act, assemblyId: draft.assembly.id })),
      'not_noticed'
    )
    assert.equal(refusal(await openAssembly({ ...act, assemblyId: newId() })), 'unknown_assembly')
  })
})
