import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import ApprovalMandate from '#models/publication/approval_mandate'
import Period from '#models/royalties/period'
import { approvePublication } from '#services/publication/approve_publication'
import { endMandate } from '#services/publication/mandates/end_mandate'
import { grantMandate } from '#services/publication/mandates/grant_mandate'
import { closePeriod } from '#services/royalties/close/close_period'
import { PERIOD, PublicationScene } from '#tests/functional/publication/scene'
import { givenAccount } from '#tests/support/accounts'
import { periodStart } from '#values/period'

const actor = { label: 'test' }
const stateOf = async () => {
  const { state } = await Period.findOrFail(PERIOD)
  return state
}

test.group('Publication | approve a month', (group) => {
  let scene: PublicationScene
  group.each.setup(async () => {
    scene = await PublicationScene.open()
    return () => scene.close()
  })

  test('P21 two distinct people of three make the month approved, in one transaction', async ({
    assert,
  }) => {
    assert.deepEqual(await scene.approve(scene.people.artists), { approvals: 1, required: 2 })
    assert.equal(await stateOf(), 'computed')
    assert.deepEqual(await scene.approve(scene.people.subscribers), { approvals: 2, required: 2 })
    assert.equal(await stateOf(), 'approved')
    const events = await db.from('audit_events').where('action', 'publication.approve_publication')
    assert.isAtLeast(events.length, 2)
  })

  test('P21 the same person cannot approve twice', async ({ assert }) => {
    await scene.approve(scene.people.artists)
    await assert.rejects(() => scene.approve(scene.people.artists), /approved this month already/)
    assert.equal(await stateOf(), 'computed')
  })

  test('P21 nobody without a mandate, before it or after it', async ({ assert }) => {
    const stranger = await givenAccount({ roles: ['administrator', 'treasurer'] })
    await assert.rejects(() => scene.approve(stranger), /no mandate/)
    const mandate = await ApprovalMandate.findByOrFail('accountId', scene.people.artists.id)
    const today = scene.clock.now().toISODate()!
    await endMandate({ actor, mandateId: mandate.id, endsOn: today, clock: scene.clock })
    const later = scene.clock.now().plus({ days: 1 })
    const past = { actor, accountId: stranger.id, capacity: 'artists_delegate' as const }
    await grantMandate({
      ...past,
      startsOn: later.plus({ days: 1 }).toISODate()!,
      endsOn: null,
      clock: scene.clock,
    })
    scene.clock.moveTo(later)
    await assert.rejects(() => scene.approve(scene.people.artists), /no mandate/)
    await assert.rejects(() => scene.approve(stranger), /no mandate/)
  })

  test('P21 an approval is bound to the root and report that were seen', async ({ assert }) => {
    const wrong = `0x${'ab'.repeat(32)}`
    await assert.rejects(() => scene.approve(scene.people.artists, { root: wrong }), /look at it/)
    await assert.rejects(
      () => scene.approve(scene.people.artists, { docHash: wrong }),
      /look at it/
    )
    assert.lengthOf(await db.from('publication_approvals'), 0)
  })

  test('P21 two approvals at the same instant of one person leave one', async ({ assert }) => {
    const answers = await Promise.allSettled([
      scene.approve(scene.people.artists),
      scene.approve(scene.people.artists),
    ])
    assert.sameMembers(
      answers.map(({ status }) => status),
      ['fulfilled', 'rejected']
    )
    assert.lengthOf(await db.from('publication_approvals'), 1)
  })

  test('P21 an approved month takes no further approval', async ({ assert }) => {
    await scene.approveByTwo()
    await assert.rejects(() => scene.approve(scene.people.subscribers), /is approved/)
  })

  test('an unknown month and a text that is no month are refused', async ({ assert }) => {
    const { root, docHash } = { root: '0x', docHash: '0x' }
    const input = { actor: scene.people.artists, root, docHash, clock: scene.clock }
    await assert.rejects(() => approvePublication({ ...input, period: '2031-01' }), /never been/)
    await assert.rejects(() => approvePublication({ ...input, period: 'mai' }), /is not a month/)
  })

  test('P21 a capacity has one holder and a person one capacity at a time', async ({ assert }) => {
    const other = await givenAccount()
    const dates = { startsOn: '2026-11-01', endsOn: null, clock: scene.clock, actor }
    await assert.rejects(
      () => grantMandate({ ...dates, accountId: other.id, capacity: 'treasurer' }),
      /Somebody holds/
    )
    await db.from('approval_mandates').where('capacity', 'treasurer').delete()
    await assert.rejects(
      () => grantMandate({ ...dates, accountId: scene.people.artists.id, capacity: 'treasurer' }),
      /another mandate/
    )
  })
})

test.group('Publication | who computed a month', (group) => {
  let scene: PublicationScene
  group.each.setup(async () => {
    scene = await PublicationScene.open({ close: false })
    return () => scene.close()
  })

  test('P21 never the one who computed, by code and by the database', async ({ assert }) => {
    const { treasurer, artists } = scene.people
    scene.clock.moveTo(periodStart('2026-11').plus({ days: 1 }))
    await closePeriod({ period: PERIOD, actor: treasurer, clock: scene.clock })
    await assert.rejects(() => scene.approve(treasurer), /You computed this month/)
    const { id, root, docHash } = await scene.sealed()
    const row = { publication_id: id, root, doc_hash: docHash, capacity: 'treasurer' }
    const at = scene.clock.now().toISO()
    await assert.rejects(
      () =>
        db
          .table('publication_approvals')
          .insert({ ...row, id: treasurer.id, account_id: treasurer.id, approved_at: at }),
      /cannot approve it/
    )
    await scene.approve(artists)
    await scene.approve(scene.people.subscribers)
    assert.equal(await stateOf(), 'approved')
  })
})
