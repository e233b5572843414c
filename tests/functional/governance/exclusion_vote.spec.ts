import { test } from '@japa/runner'
import type Exclusion from '#models/membership/exclusion'
import Exit from '#models/membership/exit'
import Assembly from '#models/governance/assembly'
import Mandate from '#models/governance/mandate'
import Resolution from '#models/governance/resolution'
import type Member from '#models/membership/member'
import { addAgendaItem } from '#services/governance/agenda/edit_agenda'
import { addResolution } from '#services/governance/agenda/write_resolution'
import { callAgain } from '#services/governance/assemblies/call_again'
import { retryEffect } from '#services/governance/effects/retry_effect'
import { recordMandate } from '#services/governance/mandates/begin_mandate'
import { endMandate } from '#services/governance/mandates/end_mandate'
import { noticeAssembly } from '#services/governance/notices/notice_assembly'
import { closeAssembly } from '#services/governance/votes/close_assembly'
import { notifyExclusion } from '#services/membership/exclusions/notify_exclusion'
import { openExclusion } from '#services/membership/exclusions/open_exclusion'
import { recordHearing } from '#services/membership/exclusions/record_hearing'
import {
  beforeMeetings,
  CHAIR,
  clock,
  EVENING,
  givenMeeting,
  givenMembers,
  must,
  refusal,
} from '#tests/support/meeting'
import { decide, gather } from '#tests/functional/governance/sitting'
import { dayOf, isoDay, parisDay } from '#values/day'
import { givenAssembly, WORDS } from './before_scene.js'

const act = { actor: CHAIR, clock }

/** As far as the vote (C13): notified, and heard on the sixteenth day. */
async function heardOf(member: Member): Promise<Exclusion> {
  clock.moveTo('2032-04-01T10:00:00')
  const { id: exclusionId } = await openExclusion({
    memberId: member.id,
    grounds: 'A vendu en son nom les œuvres d’autrui.',
    ...act,
  })
  await notifyExclusion({ exclusionId, notifiedOn: '2032-04-01', proof: 'RK 1A 234', ...act })
  clock.moveTo('2032-04-16T18:00:00')
  const hearing = { exclusionId, hearingOn: '2032-04-16', record: 'Entendue, conteste.', ...act }
  const exclusion = await recordHearing(hearing)
  clock.moveTo(EVENING)
  return exclusion
}

/** One meeting that votes the exclusion of the first, so many for and so many against. */
async function voted(
  majority: 'ordinary' | 'extraordinary',
  [yes, no]: [number, number]
): Promise<{ resolution: Resolution; exclusion: Exclusion; member: Member }> {
  const members = await givenMembers(yes + no)
  const exclusion = await heardOf(members[0])
  const linked = { effectType: 'exclusion' as const, effectId: exclusion.id }
  const { assembly, resolutions } = await givenMeeting({
    chair: members[1],
    resolutions: [{ majority, ...linked }],
  })
  await gather(assembly, ...members)
  const resolution = await decide(
    resolutions[0],
    [members.slice(0, no), 'no'],
    [members.slice(no), 'yes']
  )
  must(await closeAssembly({ assemblyId: assembly.id, ...act }))
  return { resolution, exclusion: await exclusion.refresh(), member: members[0] }
}

test.group('Governance | an exclusion put to the vote', (group) => {
  beforeMeetings(group)

  test('C13: two thirds of an assembly exclude the member, from the day after the vote on', async ({
    assert,
  }) => {
    const { resolution, exclusion, member } = await voted('extraordinary', [2, 1])
    assert.deepEqual([resolution.outcome, resolution.effectFailure], ['adopted', null])
    assert.isNotNull(resolution.effectedAt)
    assert.deepEqual(
      [exclusion.state, isoDay(exclusion.resolutionDate!), exclusion.yesVotes, exclusion.noVotes],
      ['excluded', '2032-05-20', 2, 1]
    )
    const exit = await Exit.findByOrFail('memberId', member.id)
    assert.deepEqual([exit.kind, isoDay(exit.effectiveOn)], ['exclusion', '2032-05-21'])
    assert.isNull(resolution.publishedAt, 'what excludes a person is shown to nobody')
  })

  test('C13: 51 of a hundred exclude nobody by the extraordinary majority', async ({ assert }) => {
    const { resolution, exclusion } = await voted('extraordinary', [51, 49])
    assert.deepEqual([resolution.outcome, exclusion.state], ['rejected', 'heard'])
    assert.lengthOf(await Exit.all(), 0)
  }).timeout(30_000)

  test('C13: a resolution that slipped through by the simple majority excludes nobody either, and says why', async ({
    assert,
  }) => {
    const { resolution, exclusion } = await voted('ordinary', [51, 49])
    assert.deepEqual(
      [resolution.outcome, resolution.effectFailure, resolution.effectedAt],
      ['adopted', 'exclusion_majority', null]
    )
    assert.equal(exclusion.state, 'heard', 'nothing of the attempt is left')
    must(await retryEffect({ resolutionId: resolution.id, ...act }))
    assert.equal((await exclusion.refresh()).state, 'heard')
    assert.lengthOf(await Exit.all(), 0)
  }).timeout(30_000)

  test('C13: an exclusion is written for the extraordinary majority only, and never for a board', async ({
    assert,
  }) => {
    const [member] = await givenMembers(3)
    const exclusion = await heardOf(member)
    const linked = { effectType: 'exclusion' as const, effectId: exclusion.id }
    const write = async (
      kind: 'mixed' | 'board',
      majority: 'ordinary' | 'extraordinary',
      title = 'Exclusion'
    ) => {
      const { id: assemblyId } = await givenAssembly(clock, '2032-07-20T18:00', { kind })
      const item = must(await addAgendaItem({ assemblyId, ...act, title, text: '' }))
      const words = { ...WORDS, ...linked, title, majority, itemId: item.id }
      return addResolution({ assemblyId, ...act, ...words })
    }
    assert.equal(refusal(await write('mixed', 'ordinary')), 'exclusion_needs_extraordinary')
    assert.equal(refusal(await write('board', 'extraordinary')), 'members_decide')
    must(await write('mixed', 'extraordinary'))
  })

  test('C13: a file that asks for the simple majority is not sent out', async ({ assert }) => {
    const [member] = await givenMembers(3)
    const exclusion = await heardOf(member)
    const linked = { effectType: 'exclusion' as const, effectId: exclusion.id }
    const { assembly } = await givenMeeting({ state: 'draft', resolutions: [linked] })
    await Assembly.query()
      .where('id', assembly.id)
      .update({ starts_at: '2032-07-20T18:00:00Z', kind: 'ordinary', presence: 'room' })
    const refused = await noticeAssembly({ assemblyId: assembly.id, ...act })
    assert.equal(refusal(refused), 'resolution_gap')
  })

  test('C28: a second call keeps the majority of what it takes over', async ({ assert }) => {
    const members = await givenMembers(4)
    const exclusion = await heardOf(members[0])
    const linked = { effectType: 'exclusion' as const, effectId: exclusion.id }
    const { assembly } = await givenMeeting({
      resolutions: [{ majority: 'extraordinary', ...linked }],
    })
    clock.advance({ hours: 2 })
    const startsAt = clock.now().plus({ days: 40 })
    const place = { place: '', remoteLink: '' }
    const second = must(await callAgain({ firstCallId: assembly.id, startsAt, ...place, ...act }))
    const copy = await Resolution.findByOrFail('assemblyId', second.id)
    assert.deepEqual([copy.majority, copy.effectId], ['extraordinary', exclusion.id])
  })
})

test.group('Governance | a change put in force later', (group) => {
  beforeMeetings(group)

  test('C31: a seat put in force by a later try runs from the day of the vote', async ({
    assert,
  }) => {
    const members = await givenMembers(3)
    const bodyCode = 'president'
    const place = { bodyCode, resolutionId: null, resolutionReference: 'AG constitutive' }
    const before = must(
      await recordMandate({ ...place, memberId: members[2].id, startsOn: '2031-06-01', ...act })
    )
    const { assembly, resolutions } = await givenMeeting({
      chair: members[0],
      resolutions: [
        {
          ...{ type: 'election' as const, bodyCode, effectType: 'mandate' as const },
          ...{ seats: 1, candidates: [members[1]] },
        },
      ],
    })
    await gather(assembly, ...members)
    await resolutions[0].load('candidates')
    const closed = await decide(resolutions[0], [members, [...resolutions[0].candidates]])
    assert.equal(closed.effectFailure, 'body_full')
    clock.moveTo('2032-06-03T09:00:00')
    const end = { mandateId: before.id, reason: 'resigned' as const, on: dayOf('2032-05-20') }
    must(await endMandate({ ...end, ...act }))
    const retried = must(await retryEffect({ resolutionId: closed.id, ...act }))
    assert.isNull(retried.effectFailure)
    const seat = await Mandate.findByOrFail('resolutionId', closed.id)
    assert.equal(isoDay(seat.startsOn), '2032-05-20')
    assert.equal(parisDay(retried.effectedAt!), '2032-06-03', 'and says since when it is in force')
  })
})
