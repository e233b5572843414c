import { test } from '@japa/runner'
import { runChecks } from '#checks/index'
import {
  arrive,
  begin,
  beforeMeetings,
  conclude,
  givenMeeting,
  givenMembers,
  must,
  onPaper,
  putToVote,
  vote,
} from '#tests/support/meeting'
import { tamper } from '#tests/support/tamper'

/** The invariants of meetings that do not hold, by name. */
async function broken(): Promise<string[]> {
  const results = await runChecks({ period: null }, { only: /^governance\./ })
  return results.filter(({ failure }) => failure).map(({ name }) => name.replace('governance.', ''))
}

test.group('Governance | checks', (group) => {
  beforeMeetings(group)

  test('a meeting that ran by the rules breaks none of them; each tampering breaks its own', async ({
    assert,
  }) => {
    const [chair, holder, giver, blank] = await givenMembers(4)
    const { assembly, resolutions } = await givenMeeting({ chair, resolutions: [{}, {}] })
    must(await onPaper(assembly, giver, holder))
    must(await onPaper(assembly, blank, null))
    await begin(assembly)
    await arrive(assembly, chair, holder)
    await putToVote(resolutions[0])
    must(await vote(resolutions[0], holder, 'yes'))
    must(await vote(resolutions[0], giver, 'no', holder))
    await conclude(resolutions[0])
    assert.deepEqual(await broken(), [])

    await tamper('ballots', `UPDATE ballots SET choice = 'no' WHERE choice = 'yes'`)
    assert.deepEqual(await broken(), ['results_are_the_ballots'])
    await tamper('electors', `UPDATE electors SET college_code = 'artists'`)
    assert.include(await broken(), 'electorate_root')
    await tamper('ballots', `UPDATE ballots SET cast_at = cast_at + interval '1 day'`)
    assert.include(await broken(), 'ballots_have_their_right')
    await tamper(
      'proxies',
      `UPDATE proxies SET to_member_id = '${giver.id}' WHERE to_member_id IS NULL`
    )
    assert.include(await broken(), 'proxies_within_statutes')
    await tamper(
      'resolutions',
      `UPDATE resolutions SET result = jsonb_set(result, '{quorum,reached}', 'false'),
              outcome = 'adopted', effect_type = 'mandate' WHERE state = 'closed'`
    )
    assert.includeMembers(await broken(), ['adopted_with_quorum', 'effects_follow'])
  })
})
