import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Candidate from '#models/governance/candidate'
import Ballot from '#models/governance/ballot'
import { checkOut } from '#services/governance/attendance/check_in'
import { closeAssembly } from '#services/governance/votes/close_assembly'
import { closeVote } from '#services/governance/votes/close_vote'
import { openRemoteVotes, openVote } from '#services/governance/votes/open_vote'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import type { ElectionResult } from '#services/governance/votes/election_result'
import { effectOf, registerEffect } from '#services/governance/effects/effect_registry'
import {
  arrive,
  begin,
  beforeMeetings,
  CHAIR,
  clock,
  conclude,
  everybodySays,
  givenMeeting,
  givenMembers,
  must,
  putToVote,
  refusal,
  vote,
} from '#tests/support/meeting'
import { newId } from '#values/id'

test.group('Governance | votes by heads', (group) => {
  beforeMeetings(group)

  test('C21, C30: yes against no decides, abstentions and blanks are counted and do not', async ({
    assert,
  }) => {
    const members = await givenMembers(7)
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, ...members)
    await putToVote(resolutions[0])
    await everybodySays(resolutions[0], members.slice(0, 2), 'yes')
    await everybodySays(resolutions[0], members.slice(2, 3), 'no')
    await everybodySays(resolutions[0], members.slice(3, 5), 'abstain')
    await everybodySays(resolutions[0], members.slice(5, 6), 'blank')
    const closed = await conclude(resolutions[0])
    const result = closed.result as DecisionResult
    assert.equal(closed.outcome, 'adopted')
    assert.deepEqual(result.counts, { yes: 2, no: 1, abstain: 2, blank: 1, electors: 7 })
    assert.deepEqual([result.yes, result.no, result.margin], ['2/3', '1/3', 1])
    assert.deepEqual(result.quorum, { needed: 2, counted: 7, missing: 0, reached: true })
  })

  test('C25: one right, one ballot: the same again answers its receipt, another is refused', async ({
    assert,
  }) => {
    const [one, two] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, one, two)
    await putToVote(resolutions[0])
    const first = must(await vote(resolutions[0], one, 'yes'))
    const again = must(await vote(resolutions[0], one, 'yes'))
    assert.equal(again.receipt, first.receipt)
    assert.match(first.receipt, /^([0-9A-F]{4}-){3}[0-9A-F]{4}$/)
    assert.equal(refusal(await vote(resolutions[0], one, 'no')), 'already_voted')
    assert.equal(refusal(await vote(resolutions[0], two, 'yes', one)), 'no_proxy')
    await conclude(resolutions[0])
    assert.equal(must(await vote(resolutions[0], one, 'yes')).receipt, first.receipt)
    assert.equal(refusal(await vote(resolutions[0], two, 'yes')), 'vote_closed')
  })

  test('C25: a vote from afar before the meeting closes the room, and still counts as there', async ({
    assert,
  }) => {
    const [one, two] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting({
      remoteFrom: clock.now().minus({ days: 5 }),
      remoteUntil: clock.now().minus({ days: 1 }),
    })
    clock.moveTo('2032-05-17T10:00:00')
    must(await openRemoteVotes({ assemblyId: assembly.id, clock }))
    must(await vote(resolutions[0], one, 'yes'))
    clock.moveTo('2032-05-20T18:00:00')
    await begin(assembly)
    await arrive(assembly, one)
    assert.equal(refusal(await vote(resolutions[0], one, 'no')), 'already_voted')
    must(await vote(resolutions[0], two, 'yes'))
    const { result } = await conclude(resolutions[0])
    assert.equal((result as DecisionResult).quorum.counted, 2)
  })

  test('a ballot of the wrong form, of an unknown vote or before its opening is refused', async ({
    assert,
  }) => {
    const [one] = await givenMembers(1)
    const { assembly, resolutions } = await givenMeeting({
      resolutions: [{}, { type: 'election', bodyCode: 'board', seats: 1, candidates: [one] }],
    })
    assert.equal(refusal(await vote(resolutions[0], one, 'yes')), 'vote_not_open')
    await begin(assembly)
    await arrive(assembly, one)
    assert.equal(refusal(await vote(resolutions[0], one, 'yes')), 'vote_not_open')
    for (const resolution of resolutions) await putToVote(resolution)
    assert.equal(refusal(await vote(resolutions[0], one, [])), 'wrong_form')
    assert.equal(refusal(await vote(resolutions[1], one, 'yes')), 'wrong_form')
    const unknown = Object.assign(new Candidate(), { id: newId() })
    assert.equal(refusal(await vote(resolutions[1], one, [unknown])), 'unknown_candidate')
    resolutions[0].id = newId()
    assert.equal(refusal(await vote(resolutions[0], one, 'yes')), 'unknown_resolution')
  })

  test('an election gives its seats to the most named, the longer-standing member first', async ({
    assert,
  }) => {
    const members = await givenMembers(5)
    const { assembly, resolutions } = await givenMeeting({
      resolutions: [
        { type: 'election', bodyCode: 'board', seats: 2, candidates: members.slice(0, 3) },
      ],
    })
    const [a, b, c] = await Candidate.query().orderBy('position')
    await begin(assembly)
    await arrive(assembly, ...members)
    await putToVote(resolutions[0])
    const [first, second, third, fourth] = members
    assert.equal(refusal(await vote(resolutions[0], first, [a, b, c])), 'too_many_names')
    assert.equal(refusal(await vote(resolutions[0], first, [a, a])), 'named_twice')
    must(await vote(resolutions[0], first, [c, b]))
    must(await vote(resolutions[0], second, [c]))
    must(await vote(resolutions[0], third, [a]))
    const blank = must(await vote(resolutions[0], fourth, []))
    assert.equal(must(await vote(resolutions[0], fourth, [])).id, blank.id)
    const { result, outcome } = await conclude(resolutions[0])
    const { scores, colleges } = result as ElectionResult
    assert.equal(outcome, 'adopted')
    assert.deepEqual(
      scores.map((one) => [one.candidateId, one.votes, one.score, one.elected]),
      [
        [c.id, 2, '2/3', true],
        [a.id, 1, '1/3', true],
        [b.id, 1, '1/3', false],
      ]
    )
    assert.deepEqual([colleges[0].ballots, colleges[0].blank], [3, 1])
  })

  test('a closed vote takes nothing more, from SQL either, and its result is not changed', async ({
    assert,
  }) => {
    const [one, two] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, one)
    await putToVote(resolutions[0])
    const ballot = must(await vote(resolutions[0], one, 'yes'))
    await conclude(resolutions[0])
    const late = Ballot.create({
      ...ballot.$attributes,
      id: newId(),
      receipt: 'X',
      electorMemberId: two.id,
      castByMemberId: two.id,
    })
    const inOwn = (work: () => Promise<unknown>) => db.transaction(work)
    await assert.rejects(() => inOwn(() => late), /the vote is not open/)
  })

  test('opening and closing twice changes nothing; neither outside of the meeting', async ({
    assert,
  }) => {
    const [one] = await givenMembers(1)
    const { assembly, resolutions } = await givenMeeting({ resolutions: [{}, {}] })
    const act = { resolutionId: resolutions[0].id, actor: CHAIR, clock }
    assert.equal(refusal(await openVote(act)), 'meeting_not_open')
    assert.equal(refusal(await closeVote(act)), 'meeting_not_open')
    await begin(assembly)
    assert.equal(refusal(await openVote(act)), 'quorum_missing')
    await arrive(assembly, one)
    assert.equal(refusal(await closeVote(act)), 'vote_not_open')
    must(await openVote(act))
    must(await openVote(act))
    const close = { assemblyId: assembly.id, actor: CHAIR, clock }
    assert.equal(refusal(await closeAssembly(close)), 'vote_running')
    const first = must(await closeVote(act))
    const again = must(await closeVote(act))
    assert.deepEqual(again.result, first.result)
    assert.equal(refusal(await openVote(act)), 'vote_closed')
    must(await closeAssembly(close))
    must(await closeAssembly(close))
    const other = { ...act, resolutionId: resolutions[1].id }
    assert.equal(refusal(await openVote(other)), 'meeting_not_open')
    const [{ count }] = await db
      .from('audit_events')
      .where('subject_id', resolutions[0].id)
      .count('* as count')
    assert.equal(Number(count), 2)
  })

  test('without its quorum at the closing nothing is decided, and no ballot would have changed it (C20, C30)', async ({
    assert,
  }) => {
    const members = await givenMembers(20)
    const { assembly, resolutions } = await givenMeeting({
      resolutions: [{ majority: 'extraordinary' }],
    })
    await begin(assembly)
    await arrive(assembly, ...members.slice(0, 5))
    await putToVote(resolutions[0])
    must(await vote(resolutions[0], members[0], 'yes'))
    must(await checkOut({ assemblyId: assembly.id, memberId: members[4].id, clock }))
    const { outcome, result } = await conclude(resolutions[0])
    assert.equal(outcome, 'not_deliberated')
    assert.isNull((result as DecisionResult).margin)
    assert.deepEqual((result as DecisionResult).quorum, {
      needed: 5,
      counted: 4,
      missing: 1,
      reached: false,
    })
  })

  test('an adoption puts its change in force; where it cannot, the vote stands with the reason', async ({
    assert,
    cleanup,
  }) => {
    const usual = effectOf('exclusion')
    if (usual) cleanup(() => registerEffect('exclusion', usual))
    const [one] = await givenMembers(1)
    const put: string[] = []
    registerEffect('exclusion', {
      check: async () => null,
      async apply(trx, { resolution }) {
        await trx.from('members').where('id', one.id).update({ city: 'Ailleurs' })
        if (resolution.effectId === 'impossible') throw new Error('no_longer_possible')
        put.push(resolution.effectId!)
      },
    })
    const linked = (effectId: string) => ({ effectType: 'exclusion' as const, effectId })
    const { assembly, resolutions } = await givenMeeting({
      resolutions: [linked('impossible'), linked('possible'), linked('rejected')],
    })
    await begin(assembly)
    await arrive(assembly, one)
    for (const resolution of resolutions) await putToVote(resolution)
    must(await vote(resolutions[0], one, 'yes'))
    must(await vote(resolutions[1], one, 'yes'))
    must(await vote(resolutions[2], one, 'no'))
    const failed = await conclude(resolutions[0])
    assert.deepEqual([failed.outcome, failed.effectedAt], ['adopted', null])
    assert.equal(failed.effectFailure, 'no_longer_possible')
    await one.refresh()
    assert.notEqual(one.city, 'Ailleurs')
    const done = await conclude(resolutions[1])
    assert.isNotNull(done.effectedAt)
    await conclude(resolutions[2])
    assert.deepEqual(put, ['possible'])
  })
})

test.group('Governance | votes by colleges', (group) => {
  beforeMeetings(group, {})

  test('C04, C05, C06: colleges weigh, empty ones give their weight away, all in exact fractions', async ({
    assert,
  }) => {
    const subscribers = await givenMembers(10, 'subscriber')
    const artists = await givenMembers(3, 'artist')
    const employees = await givenMembers(4, 'employee')
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, ...subscribers)
    await putToVote(resolutions[0])
    await everybodySays(resolutions[0], subscribers.slice(0, 6), 'yes')
    await everybodySays(resolutions[0], subscribers.slice(6), 'no')
    await everybodySays(resolutions[0], artists, 'no')
    await everybodySays(resolutions[0], employees.slice(0, 3), 'yes')
    await everybodySays(resolutions[0], employees.slice(3), 'no')
    const { result, outcome } = await conclude(resolutions[0])
    const found = result as DecisionResult
    assert.equal(found.mode, 'colleges')
    assert.deepEqual(
      found.colleges.map(({ code, weight, yesPart }) => [code, weight, yesPart]),
      [
        ['subscribers', '11/30', '3/5'],
        ['artists', '11/30', '0/1'],
        ['employees', '4/15', '3/4'],
        ['supporters', null, null],
        ['partners', null, null],
      ]
    )
    assert.equal(found.yes, '21/50')
    assert.equal(outcome, 'rejected')
  })

  test('C05: with two colleges left it is one member, one vote', async ({ assert }) => {
    const subscribers = await givenMembers(3, 'subscriber')
    const artists = await givenMembers(1, 'artist')
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, ...subscribers)
    await putToVote(resolutions[0])
    await everybodySays(resolutions[0], subscribers, 'yes')
    await everybodySays(resolutions[0], artists, 'no')
    const { result } = await conclude(resolutions[0])
    const found = result as DecisionResult
    assert.deepEqual([found.mode, found.yes], ['head_count', '3/4'])
  })
})

test.group('Governance | votes where the winner of a college takes all', (group) => {
  beforeMeetings(group, { collegeRules: { carryOver: 'winner_takes_all' } })

  test('C06: a college speaks with one voice', async ({ assert }) => {
    const subscribers = await givenMembers(10, 'subscriber')
    const artists = await givenMembers(1, 'artist')
    const employees = await givenMembers(1, 'employee')
    const { assembly, resolutions } = await givenMeeting()
    await begin(assembly)
    await arrive(assembly, ...subscribers)
    await putToVote(resolutions[0])
    await everybodySays(resolutions[0], subscribers.slice(0, 6), 'yes')
    await everybodySays(resolutions[0], subscribers.slice(6), 'no')
    await everybodySays(resolutions[0], artists, 'no')
    await everybodySays(resolutions[0], employees, 'yes')
    const { result, outcome } = await conclude(resolutions[0])
    const found = result as DecisionResult
    assert.deepEqual([found.carryOver, found.yes], ['winner_takes_all', '19/30'])
    assert.equal(outcome, 'adopted')
    assert.equal(found.margin, 1)
  })
})
