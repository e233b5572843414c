import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Ballot from '#models/governance/ballot'
import Resolution from '#models/governance/resolution'
import { closeDueVotes } from '#services/governance/votes/close_due_votes'
import { openVote } from '#services/governance/votes/open_vote'
import type { DecisionResult } from '#services/governance/votes/vote_result'
import { killSite, sitesOf, type Site } from '#tests/support/site'
import { openPage, sendVote, signIn, type Answer, type Voter } from '#tests/support/voters'
import {
  arrive,
  begin,
  BY_HEADS,
  CHAIR,
  clock,
  emptyMeetings,
  EVENING,
  givenMeeting,
  givenMembers,
  must,
} from '#tests/support/meeting'
import { runningClock } from '#tests/support/running_clock'
import { adoptTestStatutes } from '#tests/support/statutes'
import type { Clock } from '#values/clock'

const CROWD = 40
/** How long the votes last: the first outlives its server, the second ends while everybody votes. */
const FIRST_MS = 5_000
const SECOND_MS = 1_200
/** The sites in processes of their own go by it, and so does the vote's end. */
let machine: Clock
let env: NodeJS.ProcessEnv

/** Opens a vote that ends by the clock; a chair gives minutes, a test has no patience for one. */
const openFor = async ({ id: resolutionId }: Resolution, ms: number) =>
  must(await openVote({ resolutionId, minutes: ms / 60_000, actor: CHAIR, clock: machine }))

const isOver = ({ closesAt }: Resolution) => machine.now() >= closesAt!

async function untilItEnds(resolution: Resolution): Promise<void> {
  while (!isOver(resolution)) await wait(20)
}

/** What the database keeps of a vote that may have ended. */
async function kept({ id }: Resolution) {
  const ballots = await Ballot.query().where('resolutionId', id)
  const [{ count }] = await db
    .from('audit_events')
    .where({ action: 'governance.close_vote', subject_id: id })
    .count('* as count')
  return { ballots, closings: Number(count), now: await Resolution.findOrFail(id) }
}

test.group(
  'Governance | C25: a vote that ends by the clock, and servers that do not last',
  (group) => {
    // Setups are undone the last first: nothing is emptied while a server runs.
    group.each.setup(() => () => emptyMeetings())
    const startOne = sitesOf(group)
    const start = () => startOne(env)

    async function givenTwoVotes() {
      await emptyMeetings()
      ;({ clock: machine, env } = await runningClock(EVENING))
      clock.moveTo(EVENING)
      await adoptTestStatutes(BY_HEADS)
      const members = await givenMembers(CROWD)
      const { assembly, resolutions } = await givenMeeting({
        chair: members[0],
        resolutions: [{}, {}],
      })
      await begin(assembly)
      await arrive(assembly, ...members.slice(0, CROWD / 2))
      return { voters: await signIn(members), first: resolutions[0], second: resolutions[1] }
    }

    /** Two at once count what is over, as two workers do; and once more. */
    async function counted(resolution: Resolution) {
      const [one, other] = await Promise.all([closeDueVotes(machine), closeDueVotes(machine)])
      await closeDueVotes(machine)
      const found = await kept(resolution)
      return { ...found, answers: one.closed + other.closed }
    }

    test('SIGKILL before its end, a new server after it: nothing enters, nothing is lost, it is counted once', async ({
      assert,
    }) => {
      const { voters, first, second } = await givenTwoVotes()
      const doomed = await start()
      for (const voter of voters) await openPage(doomed.url, voter)
      const receipts = new Map<string, string>()
      const running = await openFor(first, FIRST_MS)
      const say = async (voter: Voter, index: number) => {
        await wait(index * 15)
        const { status, receipt } = await sendVote(doomed.url, voter, first.id, 'yes')
        assert.equal(status, 200)
        receipts.set(voter.memberId, receipt!)
      }
      const sent = Promise.allSettled(voters.map(say))
      while (receipts.size < CROWD / 4) await wait(2)
      await killSite(doomed)
      assert.isFalse(isOver(running), 'the server was killed before the end')
      assert.isTrue((await sent).some(({ status }) => status === 'rejected'))

      const next = await start()
      await untilItEnds(running)
      const before = await kept(first)
      assert.equal(before.now.state, 'open', 'nobody has counted it yet')
      const known = new Map(before.ballots.map((one) => [one.electorMemberId, one.receipt]))
      for (const [member, receipt] of receipts) assert.equal(known.get(member), receipt)
      const again = async (voter: Voter) => {
        const answer = await sendVote(next.url, voter, first.id, 'yes')
        if (known.has(voter.memberId)) assert.equal(answer.receipt, known.get(voter.memberId))
        else assert.deepEqual([answer.status, answer.code], [409, 'vote_closed'])
      }
      await Promise.all(voters.map(again))
      const after = await counted(first)
      assert.deepEqual([after.now.state, after.closings], ['closed', 1])
      assert.equal((after.now.result as DecisionResult).counts.yes, known.size)
      assert.lengthOf(after.ballots, known.size)
      await theNextEndsWhileEverybodyVotes(next, voters, second)
    }).timeout(120_000)

    /** On the server that came back: the instant itself, with ballots on both sides of it. */
    async function theNextEndsWhileEverybodyVotes(
      { url }: Site,
      voters: Voter[],
      resolution: Resolution
    ) {
      const running = await openFor(resolution, SECOND_MS)
      const gap = (SECOND_MS * 1.5) / CROWD
      const answers = await Promise.all(
        voters.map(async (voter, index): Promise<Answer> => {
          await wait(index * gap)
          return sendVote(url, voter, resolution.id, index % 3 === 0 ? 'no' : 'yes')
        })
      )
      await untilItEnds(running)
      const entered = answers.filter(({ status }) => status === 200).length
      const late = answers.filter(({ code }) => code === 'vote_closed').length
      if (entered + late !== CROWD || !entered || !late) {
        throw new Error(`${entered} entered and ${late} came late, of ${CROWD}`)
      }
      const { ballots, closings, now } = await counted(resolution)
      const { counts } = now.result as DecisionResult
      const figures = [ballots.length, counts.yes + counts.no, closings]
      if (String(figures) !== String([entered, entered, 1])) throw new Error(`${figures}`)
      if (ballots.some(({ castAt }) => castAt >= running.closesAt!))
        throw new Error('a late ballot')
    }
  }
)
