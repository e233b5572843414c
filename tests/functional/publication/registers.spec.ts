import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Minutes from '#models/governance/minutes'
import Publication from '#models/publication/publication'
import { nameBureau } from '#services/governance/attendance/name_bureau'
import { verifyRegisters } from '#services/publication/verification/verify_registers'
import { currentTotpCode } from '#services/identity/totp'
import { recordRoots } from '#services/shares/movements/record_roots'
import { decide, gather, rise } from '#tests/functional/governance/sitting'
import { TOTP_SECRET } from '#tests/support/accounts'
import { givenDesk, withClock } from '#tests/support/desk'
import {
  CHAIR,
  clock,
  emptyMeetings,
  EVENING,
  givenMeeting,
  givenMembers,
  must,
} from '#tests/support/meeting'
import { closeMonth, emptyMonths, prepareMonths } from '#tests/support/months'
import { givenHolder } from '#tests/support/shares'
import { adoptTestStatutes } from '#tests/support/statutes'
import { tamper } from '#tests/support/tamper'
import type { ApiClient } from '@japa/api-client'
import { periodStart } from '#values/period'

const MAY = '2032-05'

/** A meeting of May with signed minutes, and a member whose shares are in the register. */
async function givenSignedMay(client: ApiClient) {
  const chair = await givenDesk(client, ['secretary'], 'Chloé Prés')
  const secretary = await givenDesk(client, ['secretary'], 'Ada Lenoir')
  const members = await givenMembers(3)
  await members[0].merge({ accountId: chair.account.id }).save()
  const { assembly, resolutions } = await givenMeeting({ chair: members[0] })
  const officers = { chairMemberId: members[0].id, secretaryAccountId: secretary.account.id }
  const bureau = { assemblyId: assembly.id, ...officers, tellerMemberIds: [] }
  must(await nameBureau({ ...bureau, actor: CHAIR, clock }))
  await gather(assembly, ...members)
  await decide(resolutions[0], [members, 'yes'])
  await rise(assembly)
  await secretary.send(`/governance/office/assemblies/${assembly.id}/minutes`, { discussion: '' })
  const minutes = await Minutes.findByOrFail('assemblyId', assembly.id)
  const signed = { code: currentTotpCode(TOTP_SECRET), sha256: minutes.sha256 }
  for (const { send } of [secretary, chair]) {
    await send(`/governance/minutes/${assembly.id}/signature`, signed)
  }
  return { assembly: await assembly.refresh(), minutes: await minutes.refresh() }
}

test.group('Publication | the registers that a month anchors', (group) => {
  withClock(group, clock)
  group.each.setup(async () => {
    clock.moveTo(EVENING)
    await emptyMonths()
    await emptyMeetings()
    await adoptTestStatutes({ colleges: [] })
    await prepareMonths(clock, MAY)
    return async () => {
      await emptyMonths()
      await emptyMeetings()
    }
  })

  test('C11, C23, C29: May’s report names the share register, the list of voters and the minutes; a rewritten one is found', async ({
    client,
    assert,
  }) => {
    await givenHolder(clock, 2)
    const { assembly, minutes } = await givenSignedMay(client)
    clock.moveTo(periodStart('2032-06').plus({ hours: 3 }).toISO()!)
    await recordRoots(clock)
    await closeMonth(clock, MAY)
    const publication = await Publication.findByOrFail('period', MAY)
    const { registers, format } = publication.report
    assert.equal(format, 3)
    assert.deepEqual(registers!.electorates, [
      {
        assembly: assembly.id,
        frozen_on: '2032-05-20',
        root: assembly.electorateRoot!.toString('hex'),
      },
    ])
    assert.deepEqual(registers!.minutes, [
      {
        body: 'assembly',
        number: '1',
        sealed_on: '2032-05-20',
        sha256: minutes.sha256!,
        pdf_sha256: minutes.pdfSha256!,
      },
    ])
    const movement = await db.from('share_movements').orderBy('number', 'desc').firstOrFail()
    assert.deepEqual(registers!.shares, {
      day: '2032-05-31',
      movements: String(movement.number),
      root: movement.hash.toString('hex'),
    })
    assert.match(await verifyRegisters(publication), /lists of voters: 1, minutes: 1/)

    const isFound = (pattern: RegExp) =>
      assert.rejects(async () => void (await verifyRegisters(publication)), pattern)
    const of = { id: assembly.id }
    const voter = await db.from('electors').where('assembly_id', of.id).firstOrFail()
    const college = 'UPDATE electors SET college_code = :college WHERE member_id = :member'
    await tamper('electors', college, { college: 'x', member: voter.member_id })
    await isFound(/another list of voters/)
    await tamper('electors', college, { college: voter.college_code, member: voter.member_id })

    const text = 'UPDATE minutes SET document = :document, sha256 = :sha256 WHERE assembly_id = :id'
    const { document, sha256 } = minutes
    await tamper('minutes', text, { ...of, document: '{}', sha256 })
    await isFound(/have another text/)
    await tamper('minutes', text, { ...of, document: '{}', sha256: 'a'.repeat(64) })
    await isFound(/the minutes of 2032-05 are not those/)
    await tamper('minutes', text, { ...of, document: JSON.stringify(document), sha256 })

    await tamper(
      'share_movements',
      'UPDATE share_movements SET hash = :hash WHERE number = :number',
      {
        hash: Buffer.alloc(32),
        number: movement.number,
      }
    )
    await isFound(/the share register of 2032-05-31 is not/)
  })

  test('a month without meeting or member names none; one published before has none to compare', async ({
    assert,
  }) => {
    clock.moveTo(periodStart('2032-06').plus({ hours: 3 }).toISO()!)
    await closeMonth(clock, MAY)
    const publication = await Publication.findByOrFail('period', MAY)
    const { registers, ...older } = publication.report
    assert.deepEqual(registers, { shares: null, electorates: [], minutes: [] })
    assert.match(await verifyRegisters(publication), /lists of voters: 0, minutes: 0/)
    const before = { period: MAY, report: older } as Publication
    assert.match(await verifyRegisters(before), /published before/)
  })
})
