import { test } from '@japa/runner'
import Ballot from '#models/governance/ballot'
import Proxy from '#models/governance/proxy'
import { closeVote } from '#services/governance/votes/close_vote'
import { revokeProxy } from '#services/governance/proxies/answer_proxy'
import {
  answered,
  arrive,
  begin,
  beforeMeetings,
  CHAIR,
  clock,
  conclude,
  givenMeeting,
  givenMembers,
  must,
  online,
  onPaper,
  putToVote,
  refusal,
  vote,
} from '#tests/support/meeting'
import { newId } from '#values/id'

const takenBack = (proxyId: string, memberId: string | null) =>
  revokeProxy({ proxyId, memberId, actor: CHAIR, clock })

test.group('Governance | C24: proxies', (group) => {
  beforeMeetings(group)

  test('a proxy written online waits for its holder, who accepts it and votes with it', async ({
    assert,
  }) => {
    const [giver, holder] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting()
    const proxy = must(await online(assembly, giver, holder))
    assert.equal(proxy.state, 'given')
    await begin(assembly)
    await arrive(assembly, holder)
    await putToVote(resolutions[0])
    assert.equal(refusal(await vote(resolutions[0], giver, 'yes', holder)), 'no_proxy')
    must(await answered(proxy.id, holder, 'accepted'))
    must(await answered(proxy.id, holder, 'accepted'))
    const ballot = must(await vote(resolutions[0], giver, 'yes', holder))
    assert.equal(ballot.channel, 'proxy')
    assert.equal(ballot.proxyId, proxy.id)
    assert.equal(ballot.electorMemberId, giver.id)
  })

  test('C24: the third proxy that one holder carries is refused, and the number is the statutes’', async ({
    assert,
  }) => {
    const [holder, ...givers] = await givenMembers(5)
    const { assembly } = await givenMeeting()
    const offers = []
    for (const giver of givers.slice(0, 3)) offers.push(must(await online(assembly, giver, holder)))
    must(await answered(offers[0].id, holder, 'accepted'))
    must(await answered(offers[1].id, holder, 'accepted'))
    const third = await answered(offers[2].id, holder, 'accepted')
    assert.deepEqual(!third.ok && third.error, { code: 'too_many_proxies', figures: { max: 2 } })
    assert.equal(refusal(await online(assembly, givers[3], holder)), 'too_many_proxies')
    must(await answered(offers[2].id, holder, 'refused'))
    must(await takenBack(offers[1].id, givers[1].id))
    must(await onPaper(assembly, givers[3], holder))
  })

  test('C24: an offer that nobody answered keeps nobody from giving their own proxy, and is refused once they have', async ({
    assert,
  }) => {
    const [giver, holder, third] = await givenMembers(3)
    const { assembly } = await givenMeeting()
    const offer = must(await online(assembly, giver, holder))
    const own = must(await online(assembly, holder, third))
    assert.equal(refusal(await answered(offer.id, holder, 'accepted')), 'proxy_chain')
    must(await answered(own.id, third, 'accepted'))
    assert.equal(refusal(await answered(offer.id, holder, 'accepted')), 'proxy_chain')
    must(await takenBack(own.id, holder.id))
    must(await answered(offer.id, holder, 'accepted'))
  })

  test('to oneself, to a non-member, to nobody known, from a non-member: refused', async ({
    assert,
  }) => {
    const [one, other] = await givenMembers(2)
    const { assembly } = await givenMeeting()
    assert.equal(refusal(await online(assembly, one, one)), 'proxy_to_oneself')
    const stranger = { ...other.$attributes, id: newId() } as typeof other
    assert.equal(refusal(await online(assembly, one, stranger)), 'holder_has_no_vote')
    assert.equal(refusal(await online(assembly, stranger, one)), 'giver_has_no_vote')
    await begin(assembly)
    const [late] = await givenMembers(1)
    assert.equal(refusal(await online(assembly, one, late)), 'holder_has_no_vote')
  })

  test('a chain is refused from both ends, and a second proxy too', async ({ assert }) => {
    const [one, two, three] = await givenMembers(3)
    const { assembly } = await givenMeeting()
    must(await onPaper(assembly, one, two))
    assert.equal(refusal(await online(assembly, two, three)), 'proxy_chain')
    assert.equal(refusal(await online(assembly, three, one)), 'proxy_chain')
    assert.equal(refusal(await online(assembly, one, three)), 'proxy_given_already')
  })

  test('only its holder answers, only its giver takes it back, and what ended stays ended', async ({
    assert,
  }) => {
    const [giver, holder, other] = await givenMembers(3)
    const { assembly } = await givenMeeting()
    const proxy = must(await online(assembly, giver, holder))
    assert.equal(refusal(await answered(proxy.id, other, 'accepted')), 'not_the_holder')
    assert.equal(refusal(await takenBack(proxy.id, holder.id)), 'not_the_giver')
    must(await takenBack(proxy.id, giver.id))
    must(await takenBack(proxy.id, giver.id))
    assert.equal(refusal(await answered(proxy.id, holder, 'accepted')), 'proxy_ended')
    assert.equal(refusal(await takenBack(newId(), giver.id)), 'unknown_proxy')
    must(await online(assembly, giver, other))
  })

  test('taken back between two votes: the first stands, the second is the giver’s again', async ({
    assert,
  }) => {
    const [giver, holder] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting({ resolutions: [{}, {}] })
    const proxy = must(await onPaper(assembly, giver, holder))
    await begin(assembly)
    await arrive(assembly, holder)
    for (const resolution of resolutions) await putToVote(resolution)
    must(await vote(resolutions[0], giver, 'yes', holder))
    must(await takenBack(proxy.id, giver.id))
    assert.equal(refusal(await vote(resolutions[0], giver, 'no')), 'already_voted')
    assert.equal(refusal(await vote(resolutions[1], giver, 'yes', holder)), 'no_proxy')
    must(await vote(resolutions[1], giver, 'no'))
  })

  test('blank proxies go to the chair: yes to the board’s drafts, no to others, nothing in an election', async ({
    assert,
  }) => {
    const [chair, blank, voted] = await givenMembers(3)
    const { assembly, resolutions } = await givenMeeting({
      chair,
      resolutions: [
        { fromBoard: true },
        { fromBoard: false },
        { type: 'election', bodyCode: 'board', seats: 1, candidates: [chair] },
      ],
    })
    must(await online(assembly, blank, null))
    must(await online(assembly, voted, null))
    await begin(assembly)
    await arrive(assembly, chair)
    for (const resolution of resolutions) await putToVote(resolution)
    must(await vote(resolutions[0], voted, 'no'))
    for (const resolution of resolutions) await conclude(resolution)
    const ballots = await Ballot.query().where('electorMemberId', blank.id).orderBy('castAt')
    const said = new Map(ballots.map((one) => [one.resolutionId, one.choice]))
    assert.equal(said.get(resolutions[0].id), 'yes')
    assert.equal(said.get(resolutions[1].id), 'no')
    assert.lengthOf(ballots, 2)
    assert.isTrue(ballots.every(({ castByMemberId }) => castByMemberId === chair.id))
    const own = await Ballot.query().where({
      electorMemberId: voted.id,
      resolutionId: resolutions[0].id,
    })
    assert.deepEqual(
      own.map(({ choice, channel }) => [choice, channel]),
      [['no', 'remote']]
    )
  })

  test('without a chair the vote with blank proxies is not closed, and nothing of it is kept', async ({
    assert,
  }) => {
    const [one, blank] = await givenMembers(2)
    const { assembly, resolutions } = await givenMeeting()
    must(await onPaper(assembly, blank, null))
    await begin(assembly)
    await arrive(assembly, one)
    await putToVote(resolutions[0])
    const act = { resolutionId: resolutions[0].id, actor: { label: 'essai' }, clock }
    assert.equal(refusal(await closeVote(act)), 'chair_missing')
    await resolutions[0].refresh()
    assert.equal(resolutions[0].state, 'open')
  })

  test('before the notice and after the meeting there are no proxies', async ({ assert }) => {
    const [one, two] = await givenMembers(2)
    const draft = await givenMeeting({ state: 'draft' })
    assert.equal(refusal(await online(draft.assembly, one, two)), 'not_noticed')
    const { assembly } = await givenMeeting()
    await begin(assembly)
    await assembly.refresh()
    await assembly.close(clock.now()).save()
    assert.equal(refusal(await online(assembly, one, two)), 'meeting_over')
    assert.lengthOf(await Proxy.all(), 0)
  })
})
