import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Ballot from '#models/governance/ballot'
import type Assembly from '#models/governance/assembly'
import type Resolution from '#models/governance/resolution'
import type Member from '#models/membership/member'
import { revokeProxy } from '#services/governance/proxies/answer_proxy'
import { giveProxy } from '#services/governance/proxies/give_proxy'
import { closeVote } from '#services/governance/votes/close_vote'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import { killSite, sitesOf, type Site } from '#tests/support/site'
import { openPage, sendVote, signIn, type Voter } from '#tests/support/voters'
import {
  arrive,
  begin,
  BY_HEADS,
  CHAIR,
  clock,
  conclude,
  emptyMeetings,
  EVENING,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
  putToVote,
  vote,
} from '#tests/support/meeting'
import { adoptTestStatutes } from '#tests/support/statutes'

const ROUNDS = 12
const CROWD = 60

/** A vote that runs, seen by every connection: these tests cannot be rolled back. */
async function givenOpenVote(count: number) {
  await emptyMeetings()
  clock.moveTo(EVENING)
  await adoptTestStatutes(BY_HEADS)
  const members = await givenMembers(count)
  const { assembly, resolutions } = await givenMeeting({ chair: members[0] })
  return { members, assembly, resolution: resolutions[0] }
}

async function running({
  members,
  assembly,
  resolution,
}: {
  members: Member[]
  assembly: Assembly
  resolution: Resolution
}) {
  await begin(assembly)
  await arrive(assembly, ...members.slice(0, Math.ceil(members.length / 5)))
  await putToVote(resolution)
}

const closing = (resolution: Resolution) =>
  closeVote({ resolutionId: resolution.id, actor: CHAIR, clock })

test.group('Governance | C25: several hands at the same instant', (group) => {
  group.teardown(() => emptyMeetings())

  test('two devices send the same vote: one ballot, one receipt; different ones: the first counts', async ({
    assert,
  }) => {
    const scene = await givenOpenVote(ROUNDS * 2)
    await running(scene)
    const { members, resolution } = scene
    for (const member of members.slice(0, ROUNDS)) {
      const same = await Promise.all([1, 2, 3].map(() => vote(resolution, member, 'yes')))
      assert.equal(new Set(same.map((one) => must(one).receipt)).size, 1)
    }
    for (const member of members.slice(ROUNDS)) {
      const [yes, no] = await Promise.all([
        vote(resolution, member, 'yes'),
        vote(resolution, member, 'no'),
      ])
      assert.notEqual(yes.ok, no.ok)
      const refused = yes.ok ? no : yes
      assert.equal(!refused.ok && refused.error.code, 'already_voted')
    }
    assert.lengthOf(await Ballot.all(), ROUNDS * 2)
  })

  test('a proxy is taken back while its holder and its giver vote: one ballot, and a lawful one', async ({
    assert,
  }) => {
    const scene = await givenOpenVote(ROUNDS * 2)
    const givers = scene.members.slice(0, ROUNDS)
    const holders = scene.members.slice(ROUNDS)
    const proxies = []
    for (const [index, giver] of givers.entries()) {
      proxies.push(must(await onPaper(scene.assembly, giver, holders[index])))
    }
    await running(scene)
    for (const [index, giver] of givers.entries()) {
      const back = { proxyId: proxies[index].id, memberId: giver.id, actor: CHAIR, clock }
      const [carried, revoked, own] = await Promise.all([
        vote(scene.resolution, giver, 'yes', holders[index]),
        revokeProxy(back),
        vote(scene.resolution, giver, 'no'),
      ])
      must(revoked)
      assert.isTrue(carried.ok || own.ok)
      const [ballot, ...more] = await Ballot.query().where('electorMemberId', giver.id)
      assert.lengthOf(more, 0)
      assert.equal(ballot.choice, ballot.proxyId ? 'yes' : 'no')
      assert.equal(ballot.castByMemberId, carried.ok ? holders[index].id : giver.id)
    }
  })

  test('C24: three proxies for one holder at the same instant: two are kept', async ({
    assert,
  }) => {
    const { assembly, members } = await givenOpenVote(4)
    const [holder, ...givers] = members
    const given = await Promise.all(givers.map((giver) => onPaper(assembly, giver, holder)))
    assert.lengthOf(
      given.filter(({ ok }) => ok),
      2
    )
  })

  test('C24: two members give each other their proxies at the same instant: no chain comes of it', async ({
    assert,
  }) => {
    const { assembly, members } = await givenOpenVote(2)
    const [one, other] = members
    const give = (from: Member, to: Member) =>
      giveProxy({
        assemblyId: assembly.id,
        fromMemberId: from.id,
        toMemberId: to.id,
        via: 'online',
        actor: CHAIR,
        clock,
      })
    const given = await Promise.all([give(one, other), give(other, one)])
    assert.lengthOf(
      given.filter(({ ok }) => ok),
      1
    )
  })

  test('the chair closes while everybody votes: what was acknowledged is in the result, nothing else', async ({
    assert,
  }) => {
    const scene = await givenOpenVote(CROWD)
    await running(scene)
    const votes = scene.members.map(async (member, index) => {
      await wait(index)
      return vote(scene.resolution, member, index % 3 === 0 ? 'no' : 'yes')
    })
    await wait(CROWD / 3)
    const closed = must(await closing(scene.resolution))
    const answers = await Promise.all(votes)
    const acknowledged = answers.filter(({ ok }) => ok)
    const { counts } = closed.result as DecisionResult
    assert.equal(counts.yes + counts.no, acknowledged.length)
    assert.lengthOf(await Ballot.all(), acknowledged.length)
    for (const answer of answers) {
      if (!answer.ok) assert.include(['vote_closed', 'vote_not_open'], answer.error.code)
    }
  })
})

test.group('Governance | C25: the server is killed during a vote', (group) => {
  // Setups are undone the last first: nothing is emptied while a server runs.
  group.each.setup(() => () => emptyMeetings())
  const start = sitesOf(group)

  test('SIGKILL in the middle: every acknowledged ballot is there, none twice, and the rest vote again', async ({
    assert,
  }) => {
    const scene = await givenOpenVote(CROWD)
    await running(scene)
    const voters = await signIn(scene.members)
    const doomed = await start()
    for (const voter of voters) await openPage(doomed.url, voter)
    const receipts = new Map<string, string>()
    const say = async (site: Site, voter: Voter, delay: number) => {
      await wait(delay)
      const { status, receipt } = await sendVote(site.url, voter, scene.resolution.id, 'yes')
      assert.equal(status, 200)
      receipts.set(voter.memberId, receipt!)
    }
    const first = Promise.allSettled(voters.map((voter, index) => say(doomed, voter, index * 8)))
    while (receipts.size < CROWD / 4) await wait(2)
    await killSite(doomed)
    const lost = (await first).filter(({ status }) => status === 'rejected')
    assert.isAbove(lost.length, 0)
    const acknowledged = new Map(receipts)
    const kept = await Ballot.all()
    const known = new Map(kept.map((ballot) => [ballot.electorMemberId, ballot.receipt]))
    for (const [member, receipt] of acknowledged) assert.equal(known.get(member), receipt)

    const next = await start()
    await Promise.all(voters.map((voter) => say(next, voter, 0)))
    for (const [member, receipt] of acknowledged) assert.equal(receipts.get(member), receipt)
    assert.lengthOf(await Ballot.all(), CROWD)
    const { result } = await conclude(scene.resolution)
    assert.equal((result as DecisionResult).counts.yes, CROWD)
    const [{ count }] = await db.from('ballots').countDistinct('elector_member_id as count')
    assert.equal(Number(count), CROWD)
  }).timeout(300_000)
})
