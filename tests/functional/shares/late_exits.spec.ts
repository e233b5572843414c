import { test } from '@japa/runner'
import ExitClaim from '#models/shares/exit_claim'
import Member from '#models/membership/member'
import ShareMovement from '#models/shares/share_movement'
import { announceExit } from '#services/membership/exits/announce_exit'
import { concludeExclusion } from '#services/membership/exclusions/conclude_exclusion'
import { notifyExclusion } from '#services/membership/exclusions/notify_exclusion'
import { openExclusion } from '#services/membership/exclusions/open_exclusion'
import { recordHearing } from '#services/membership/exclusions/record_hearing'
import { memberStanding } from '#services/membership/queries/member_standing'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { registerAt } from '#services/shares/queries/register_at'
import { registerPage } from '#services/shares/queries/register_page'
import { paidUpDaysByMember } from '#services/shares/surplus/paid_up_days'
import { buyShares, givenHolder, OFFICE, withCooperative } from '#tests/support/shares'
import { FixedClock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'

const clock = new FixedClock('2026-01-10T10:00')
const act = { actor: OFFICE, clock }

/** What the register and its page say of one member on a day: held, and awaiting repayment. */
async function heldOn(memberId: string, day: string) {
  const line = (await registerAt(day)).find((one) => one.memberId === memberId)
  const { lines } = await registerPage({ day })
  const shown = lines.find(({ id }) => id === memberId)
  return [line?.shares, line?.leavingShares, shown?.shares, shown?.leavingShares]
}

test.group('Shares | exits that are told late', (group) => {
  withCooperative(group, { clock, at: '2026-01-10T10:00' })

  async function diedBeforeBuying() {
    const member = await givenHolder(clock, 10)
    clock.moveTo('2026-04-02T10:00')
    await buyShares(clock, member.id, 5)
    clock.moveTo('2026-06-10T10:00')
    await announceExit({ memberId: member.id, kind: 'death', happenedOn: '2026-03-05', ...act })
    await makeExitsEffective(act)
    return member
  }

  test('C11, C12 shares subscribed after a death leave no day below zero; vote and claim go by the death', async ({
    assert,
  }) => {
    const { id } = await diedBeforeBuying()
    assert.deepEqual(await heldOn(id, '2026-03-04'), [10, 0, 10, 0])
    assert.deepEqual(await heldOn(id, '2026-03-20'), [10, 0, 10, 0])
    assert.deepEqual(await heldOn(id, '2026-04-02'), [0, 15, 0, 15])
    const movement = await ShareMovement.query().orderBy('number', 'desc').firstOrFail()
    assert.equal(isoDay(movement.effectiveOn), '2026-04-02')
    const member = await Member.findOrFail(id)
    assert.equal(isoDay(member.leftOn!), '2026-03-05')
    assert.isTrue((await memberStanding(member, '2026-03-04')).mayVote)
    assert.isFalse((await memberStanding(member, '2026-03-05')).mayVote)
    const claim = await ExitClaim.findByOrFail('memberId', id)
    assert.equal(isoDay(claim.exitOn), '2026-03-05')
    assert.equal(isoDay(claim.dueOn), '2031-03-05')
  })

  test('C34 interest counts the days on which shares were held, and no others', async ({
    assert,
  }) => {
    const { id } = await diedBeforeBuying()
    const year = { from: dayOf('2026-01-01'), to: dayOf('2026-12-31') }
    const mine = (await paidUpDaysByMember(year)).find(({ memberId }) => memberId === id)
    // Ten shares from 10 January to 1 April: 82 days; the five others came and left that day.
    assert.equal(mine!.centDays, 20_000n * 82n)
  })

  test('a death with no movement since is dated on its own day', async ({ assert }) => {
    const { id: memberId } = await givenHolder(clock, 3)
    clock.moveTo('2026-06-10T10:00')
    await announceExit({ memberId, kind: 'death', happenedOn: '2026-03-05', ...act })
    await makeExitsEffective(act)
    assert.deepEqual(await heldOn(memberId, '2026-03-05'), [0, 3, 0, 3])
  })

  test('C13 an exclusion voted weeks ago leaves no day below zero either', async ({ assert }) => {
    const { id: memberId } = await givenHolder(clock, 4)
    const { id: exclusionId } = await openExclusion({
      memberId,
      grounds: 'Un long grief, écrit et daté.',
      ...act,
    })
    await notifyExclusion({ exclusionId, proof: 'LR 1', notifiedOn: '2026-01-10', ...act })
    clock.moveTo('2026-02-10T10:00')
    await recordHearing({
      exclusionId,
      hearingOn: '2026-02-10',
      record: 'Entendu ce jour, PV joint.',
      ...act,
    })
    clock.moveTo('2026-03-20T10:00')
    await buyShares(clock, memberId, 2)
    clock.moveTo('2026-04-01T10:00')
    const vote = { reference: 'AG-4', date: '2026-03-01', yes: 9, no: 1 }
    await concludeExclusion({ exclusionId, ...vote, ...act })
    await makeExitsEffective(act)
    assert.deepEqual(await heldOn(memberId, '2026-03-10'), [4, 0, 4, 0])
    assert.deepEqual(await heldOn(memberId, '2026-03-20'), [0, 6, 0, 6])
    assert.equal(isoDay((await Member.findOrFail(memberId)).leftOn!), '2026-03-02')
  })
})
