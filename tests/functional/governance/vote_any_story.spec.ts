import { test } from '@japa/runner'
import fc from 'fast-check'
import testUtils from '@adonisjs/core/services/test_utils'
import { withClock } from '#tests/support/desk'
import {
  arrive,
  begin,
  BY_HEADS,
  clock,
  emptyMeetings,
  EVENING,
  givenMeeting,
  givenMembers,
} from '#tests/support/meeting'
import { adoptTestStatutes } from '#tests/support/statutes'
import {
  answer,
  close,
  give,
  open,
  say,
  takeBack,
  type Model,
  type Real,
} from '#tests/support/vote_model'

const PEOPLE = 7
const VOTES = 2
const person = fc.nat(PEOPLE - 1)
const vote = fc.nat(VOTES - 1)
const word = fc.constantFrom('yes', 'no', 'abstain', 'blank')
const via = fc.constantFrom('online', 'paper')

/** Half of the ballots are somebody's own; the others are tried for anybody. */
const ballot = fc
  .tuple(vote, person, fc.option(person), word)
  .map(([which, elector, by, said]) => say(which, elector, by ?? elector, said))

const acts = [
  fc.tuple(person, fc.option(person, { freq: 3 }), via).map((drawn) => give(...drawn)),
  fc
    .tuple(fc.nat(20), person, fc.constantFrom('accepted', 'refused'))
    .map((drawn) => answer(...drawn)),
  fc.tuple(fc.nat(20), person).map((drawn) => takeBack(...drawn)),
  vote.map(open),
  ballot,
  ballot,
  vote.map(close),
]

async function setup(): Promise<{ model: Model; real: Real }> {
  clock.moveTo(EVENING)
  await adoptTestStatutes(BY_HEADS)
  const people = await givenMembers(PEOPLE)
  const { assembly, resolutions } = await givenMeeting({
    chair: people[0],
    resolutions: [{ fromBoard: true }, { fromBoard: false }],
  })
  await begin(assembly)
  await arrive(assembly, people[0], people[1])
  const votes = resolutions.map(() => ({ state: 'pending' as const, said: new Map() }))
  return {
    model: { most: 2, proxies: [], votes },
    real: { assembly, resolutions, people, proxyIds: [] },
  }
}

test.group('Governance | any story of proxies and votes', (group) => {
  group.setup(() => emptyMeetings())
  withClock(group, clock)

  test('C24, C25: whatever people give, answer, take back and say, the meeting agrees with a small model of itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(acts, { maxCommands: 60, size: 'max' }), async (commands) => {
        const rollback = await testUtils.db().wrapInGlobalTransaction()
        try {
          const ready = await setup()
          await fc.asyncModelRun(() => ready, commands)
        } finally {
          await rollback()
        }
      }),
      {
        numRuns: Number(process.env.STORY_RUNS ?? 30),
        ...(process.env.STORY_SEED ? { seed: Number(process.env.STORY_SEED) } : {}),
      }
    )
  }).timeout(180_000)
})
