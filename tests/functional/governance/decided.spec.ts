import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { runChecks } from '#checks/index'
import { beforeMeetings, clock, givenMeeting, givenMembers } from '#tests/support/meeting'
import { decide, gather, rise } from '#tests/functional/governance/sitting'
import { newId } from '#values/id'

/** A meeting that adopted one text and elected one of two, closed. */
async function aDecidedMeeting() {
  const members = await givenMembers(3)
  const { assembly, resolutions } = await givenMeeting({
    chair: members[0],
    resolutions: [
      {},
      {
        ...{ type: 'election' as const, bodyCode: 'president', effectType: 'mandate' as const },
        ...{ seats: 1, candidates: members.slice(0, 2) },
      },
    ],
  })
  await gather(assembly, ...members)
  const [text, election] = resolutions
  await decide(text, [members, 'yes'])
  await election.load('candidates', (query) => query.orderBy('position'))
  await decide(election, [members, [election.candidates[0]]])
  await rise(assembly)
  return { assembly, text, election, members }
}

/** The gate that refuses a change; null where it went through. */
async function refused(table: string, id: string, change: object): Promise<string | null> {
  try {
    await db.transaction((trx) => trx.from(table).where('id', id).update(change))
    return null
  } catch (error) {
    return (error as { constraint?: string }).constraint ?? String(error)
  }
}

test.group('Governance | what was decided stays', (group) => {
  beforeMeetings(group)

  test('C28, C30: nothing of a closed vote changes, nor who stood, nor the list of voters', async ({
    assert,
  }) => {
    const { assembly, text, election, members } = await aDecidedMeeting()
    const changes = {
      majority: 'extraordinary',
      effect_id: newId(),
      type: 'revocation',
      closed_at: '2032-05-21T10:00:00Z',
      from_board: false,
      outcome: 'rejected',
      number: 9,
    }
    for (const [column, value] of Object.entries(changes)) {
      const gate = await refused('resolutions', text.id, { [column]: value })
      assert.match(gate ?? 'none', /resolution_decided|agenda_frozen/, column)
    }
    const { id: candidate } = election.candidates[0]
    const moved = await refused('candidates', candidate, { member_id: members[2].id })
    assert.equal(moved, 'agenda_frozen')
    await assert.rejects(
      () => db.transaction((trx) => trx.from('candidates').where('id', candidate).delete()),
      /who stands is fixed/
    )
    const late = { id: newId(), resolution_id: election.id, member_id: members[2].id, position: 3 }
    const row = { ...late, created_at: clock.now().toISO() }
    await assert.rejects(
      () => db.transaction((trx) => trx.table('candidates').insert(row)),
      /who stands is fixed/
    )
    for (const change of [
      { electorate_root: Buffer.alloc(32) },
      { electorate_root: null },
      { starts_at: '2032-05-25T10:00:00Z' },
      { number: 12_345 },
      { state: 'open' },
      { closed_at: '2032-05-25T10:00:00Z' },
    ]) {
      const gate = await refused('assemblies', assembly.id, change)
      assert.equal(gate, 'electorate_frozen', JSON.stringify(change))
    }
    await db.from('resolutions').where('id', text.id).update({ published_at: clock.now().toISO() })
  })

  test('the checks recount elections and notices, and find a gap in the register of minutes', async ({
    assert,
  }) => {
    const { assembly, election } = await aDecidedMeeting()
    const failing = async () => {
      const results = await runChecks({ period: null }, { only: /^governance/ })
      return results.filter(({ failure }) => failure).map(({ name }) => name)
    }
    assert.deepEqual(await failing(), [])
    await db.rawQuery('ALTER TABLE resolutions DISABLE TRIGGER USER')
    const result = structuredClone((await election.refresh()).result) as any
    result.scores[0].votes = 99
    await db.from('resolutions').where('id', election.id).update({ result })
    assert.deepEqual(await failing(), ['governance.elections_are_the_ballots'])
    result.scores[0].votes = 3
    await db.from('resolutions').where('id', election.id).update({ result })
    await db.rawQuery('ALTER TABLE resolutions ENABLE TRIGGER USER')
    const minutes = {
      ...{ id: newId(), assembly_id: assembly.id, number: 2, body: 'assembly', document: {} },
      ...{ sha256: 'a'.repeat(64), pdf_path: 'x', sealed_at: clock.now().toISO() },
      created_at: clock.now().toISO(),
    }
    await db.table('minutes').insert(minutes)
    assert.include(await failing(), 'governance.minutes_without_gap')
  })
})
