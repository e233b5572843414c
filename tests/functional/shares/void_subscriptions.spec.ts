import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import ShareMovement from '#models/shares/share_movement'
import ShareSubscription from '#models/shares/share_subscription'
import { announceExit } from '#services/membership/exits/announce_exit'
import { makeExitsEffective } from '#services/shares/exits/make_exits_effective'
import { correctMovement } from '#services/shares/movements/correct_movement'
import { holdingOf } from '#services/shares/queries/holding_of'
import { registerTransfer } from '#services/shares/transfers/register_transfer'
import { fieldErrors, givenDesk, sentence } from '#tests/support/desk'
import {
  buyShares,
  givenHolder,
  ledgerOf,
  must,
  OFFICE,
  withCooperative,
} from '#tests/support/shares'
import { givenAccounts } from '#tests/support/surplus'
import { agreedTransfer } from '#tests/support/transfers'
import { FixedClock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { newId } from '#values/id'

const clock = new FixedClock('2026-03-10T10:00:00')
const act = { actor: OFFICE, clock }
const today = () => isoDay(clock.now())

/** The treasurer's form for the second subscription of somebody who keeps the first. */
async function givenForm(client: ApiClient) {
  await givenHolder(clock, 100)
  const member = await givenHolder(clock, 2)
  const subscription = await buyShares(clock, member.id, 5)
  const desk = await givenDesk(client, ['treasurer'])
  const form = () => ({
    reason: 'Inscrite deux fois',
    decided_by: 'conseil, CA-2026-03',
    decided_on: today(),
    bank_date: today(),
    bank_reference: newId(),
  })
  const send = (more: object = {}) =>
    desk.send(`/shares/office/subscriptions/${subscription.id}/cancellation`, {
      ...form(),
      ...more,
    })
  return { member, subscription, send, desk }
}

test.group('Shares | a subscription of the register is cancelled for an error only', (group) => {
  withCooperative(group, { clock, at: '2026-03-10T10:00:00' })

  test('C14, C15, C16 nobody cancels shares of the register without a decision, by any door', async ({
    client,
    assert,
  }) => {
    const { member, subscription, send } = await givenForm(client)
    const refused = async (more: object) => fieldErrors(await send(more))
    assert.match((await refused({ decided_by: '' })).decided_by[0], /qui a décidé/)
    assert.match((await refused({ decided_on: '' })).decided_by[0], /qui a décidé/)
    assert.match((await refused({ decided_on: '2026-03-11' })).decided_on[0], /pas encore venu/)
    assert.match((await refused({ decided_on: '2026-03-09' })).decided_on[0], /10 mars 2026/)
    assert.equal((await holdingOf(member.id)).shares, 7)
    const bySql = { state: 'cancelled', registered_at: null, cancelled_at: clock.now().toISO() }
    const { id } = subscription
    await assert.rejects(
      () => db.transaction((trx) => trx.from('share_subscriptions').where({ id }).update(bySql)),
      /by a decision/
    )
    assert.match(sentence(await send(), 'success'), /annulée/)
    assert.equal((await holdingOf(member.id)).shares, 2)
    const { cancelDecidedBy, cancelDecidedOn } = await ShareSubscription.findOrFail(id)
    assert.deepEqual([cancelDecidedBy, isoDay(cancelDecidedOn!)], ['conseil, CA-2026-03', today()])
    const [audited] = await db.from('audit_events').where('action', 'shares.void_subscription')
    assert.include(audited.after, { decided_by: 'conseil, CA-2026-03', decided_on: today() })
  })

  test('C14 once accounts were closed since, shares go by an exit that bears its loss', async ({
    client,
    assert,
  }) => {
    const { member, send } = await givenForm(client)
    clock.moveTo('2027-05-20T10:00')
    const figures = { closedOn: dayOf('2026-12-31'), approvedOn: dayOf('2027-05-15') }
    await givenAccounts(clock, figures)
    assert.match(fieldErrors(await send()).reason[0], /clos le 31 décembre 2026/)
    assert.equal((await holdingOf(member.id)).shares, 7)
  })

  test('C14, C15 accounts that nobody entered close a year all the same, six months after it', async ({
    client,
    assert,
  }) => {
    const { member, subscription, send } = await givenForm(client)
    clock.moveTo('2027-07-01T10:00')
    assert.match(fieldErrors(await send()).reason[0], /clos le 31 décembre 2026/)
    const { number } = await ShareMovement.findByOrFail('subscriptionId', subscription.id)
    must(await correctMovement({ number, reason: 'Détour', ...act }))
    assert.match(fieldErrors(await send()).reason[0], /clos le 31 décembre 2026/)
    assert.deepEqual(await ledgerOf(member.id), { 10131: '-4000', 4563: '-10000' })
  })

  test('C11 a later movement of the member’s shares forbids it until it is corrected', async ({
    client,
    assert,
  }) => {
    const { member, send } = await givenForm(client)
    const taker = await givenHolder(clock, 1)
    const asked = { fromMemberId: member.id, toMemberId: taker.id, shares: 1, ...act }
    const transfer = must(await agreedTransfer(asked))
    must(await registerTransfer({ transferId: transfer.id, decisionReference: 'CA', ...act }))
    const { number } = await ShareMovement.findByOrFail('transferId', transfer.id)
    assert.include(fieldErrors(await send()).reason[0], `n° ${number} a touché`)
    must(await correctMovement({ number, reason: 'Cession notée par erreur', ...act }))
    assert.match(sentence(await send(), 'success'), /annulée/)
  })

  test('C16 whoever waits to be repaid is not overtaken', async ({ client, assert }) => {
    const { member, send } = await givenForm(client)
    const leaver = await givenHolder(clock, 3)
    const exit = await announceExit({ memberId: leaver.id, kind: 'withdrawal', ...act })
    clock.moveTo(`${isoDay(exit.effectiveOn)}T00:10`)
    await makeExitsEffective(act)
    assert.match(fieldErrors(await send()).reason[0], /Un remboursement attend déjà/)
    assert.equal((await holdingOf(member.id)).shares, 7)
  })
})
