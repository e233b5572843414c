import { test } from '@japa/runner'
import { Settings } from 'luxon'
import Minutes from '#models/governance/minutes'
import Mandate from '#models/governance/mandate'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { recordContest } from '#services/governance/contests/record_contest'
import type { MinutesDocument } from '#services/governance/minutes/minutes_document'
import { writeMinutes } from '#services/governance/minutes/write_minutes'
import { contestFile } from '#services/governance/queries/contest_file'
import { closeAssembly } from '#services/governance/votes/close_assembly'
import { givenAccount } from '#tests/support/accounts'
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
} from '#tests/support/meeting'
import { isoDay } from '#values/day'

const act = { actor: CHAIR, clock }

/** Midnight is where days differ: half past it in Paris is still the day before in UTC. */
test.group('Governance | a process in another zone', (group) => {
  beforeMeetings(group)
  group.each.setup(() => {
    const before = process.env.TZ
    process.env.TZ = 'UTC'
    Settings.resetCaches()
    return () => {
      process.env.TZ = before
      Settings.resetCaches()
    }
  })

  test('C18, C29, C30, C31: minutes, contest file and seats name the days of Paris though the process is in UTC', async ({
    assert,
  }) => {
    const members = await givenMembers(3)
    clock.moveTo('2032-05-21T00:30:00')
    const { assembly, resolutions } = await givenMeeting({
      chair: members[0],
      resolutions: [
        {},
        {
          ...{ type: 'election' as const, bodyCode: 'president', effectType: 'mandate' as const },
          ...{ seats: 1, candidates: [members[1]] },
        },
      ],
    })
    const secretary = await givenAccount({ fullName: 'Ada Lenoir' })
    const named = { chairMemberId: members[0].id, secretaryAccountId: secretary.id }
    must(await nameBureau({ assemblyId: assembly.id, ...named, tellerMemberIds: [], ...act }))
    clock.moveTo('2032-05-20T23:30:00')
    await begin(assembly)
    clock.moveTo('2032-05-21T00:30:00')
    await arrive(assembly, ...members)
    const [text, election] = resolutions
    await putToVote(text)
    await everybodySays(text, members, 'yes')
    await conclude(text)
    await putToVote(election)
    await election.load('candidates')
    await everybodySays(election, members, [...election.candidates])
    await conclude(election)
    must(await closeAssembly({ assemblyId: assembly.id, ...act }))
    must(await writeMinutes({ assemblyId: assembly.id, discussion: '', ...act }))

    const minutes = await Minutes.findByOrFail('assemblyId', assembly.id)
    const document = minutes.document as MinutesDocument
    assert.equal(document.notice.sentOn, '2032-04-21')
    assert.equal(document.assembly.closedAt, '2032-05-21T00:30:00.000+02:00')
    assert.equal(document.assembly.startsAt, '2032-05-20T18:00:00.000+02:00')
    assert.equal((await contestFile(text.id, clock))!.openUntil, '2034-05-21')
    const claim = { claimant: 'Un sociétaire', grounds: 'Un pouvoir mal compté.', ballots: 1 }
    const contest = (receivedOn: string) =>
      recordContest({ resolutionId: text.id, ...claim, receivedOn, ...act })
    assert.equal(refusal(await contest('2032-05-20')), 'contest_day')
    must(await contest('2032-05-21'))
    const seat = await Mandate.findByOrFail('resolutionId', election.id)
    assert.equal(isoDay(seat.startsOn), '2032-05-21')
  })
})
