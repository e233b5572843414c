import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { tokenHash } from '#services/tracker/token_text'
import { Clock, type FixedClock } from '#values/clock'
import { newId } from '#values/id'
import { Visitor } from '#tests/functional/identity/visitor'
import { givenAccount } from '#tests/support/accounts'
import { openAccess } from '#tests/support/paying'
import { announce, announceQuery, makeWork, newPeerId, refusal, tokenFor } from './scene.js'
import { startTracker } from './scene.js'

/** Somebody who is signed in and took a work with a key of their own. */
async function someoneWithAKey() {
  const clock = (await app.container.make(Clock)) as FixedClock
  const account = await givenAccount()
  const subscriberId = newId()
  await db
    .table('subscribers')
    .insert({ id: subscriberId, account_id: account.id, created_at: clock.now().toISO() })
  await openAccess(subscriberId)
  const work = await makeWork()
  const token = await tokenFor(subscriberId, work.workId, clock)
  const visitor = new Visitor()
  await visitor.signIn(account)
  return { clock, subscriberId, work, token, visitor }
}

test.group('A person’s own torrents', () => {
  test('P4: their keys are listed, never shown, and one can be revoked', async ({
    assert,
    cleanup,
  }) => {
    const { clock, subscriberId, work, token, visitor } = await someoneWithAKey()
    const running = await startTracker(clock, { directoryCacheSeconds: 0 })
    cleanup(() => running.stop())
    const said = { infoHash: work.infoHash, peerId: newPeerId() }
    await announce(running.url, token, announceQuery({ ...said, left: 9 }))
    await announce(running.url, token, announceQuery({ ...said, left: 0, event: 'completed' }))

    const { page, text } = await visitor.get('/tracker/mine')
    assert.equal(page.component, 'tracker/mine')
    assert.include(page.props.torrents[0], { workId: work.workId, generation: 1, revokedAt: null })
    assert.isString(page.props.torrents[0].countedAt)
    assert.include(page.props.usage[0], { workId: work.workId, downloadUnits: 1, announceUnits: 1 })
    assert.notInclude(text, token)

    const left = await visitor.callTo('tracker.mine.destroy', { id: work.workId })
    assert.equal(left, '/tracker/mine')
    const [listed] = await visitor.prop('/tracker/mine', 'torrents')
    assert.isString(listed.revokedAt)
    assert.match(
      (await refusal(running.url, token, announceQuery({ ...said, left: 0 })))!,
      /jeton revoque/
    )
    const next = await tokenFor(subscriberId, work.workId, clock)
    assert.notEqual(next, token)
    const [renewed] = await visitor.prop('/tracker/mine', 'torrents')
    assert.include(renewed, { generation: 2, revokedAt: null })
    assert.lengthOf(await visitor.prop('/tracker/mine', 'usage'), 1)
  })

  test('P4: nobody revokes the key of somebody else, or one that is not there', async ({
    assert,
  }) => {
    const theirs = await someoneWithAKey()
    const mine = await someoneWithAKey()
    for (const id of [theirs.work.workId, newId(), 'not-an-id']) {
      await mine.visitor.call('tracker.mine.destroy', { id })
      const { error } = await mine.visitor.prop('/tracker/mine', 'flash')
      assert.match(error, /rien n’a été changé/)
    }
    const kept = await db
      .from('announce_tokens')
      .whereIn('token_hash', [theirs.token, mine.token].map(tokenHash))
      .whereNull('revoked_at')
    assert.lengthOf(kept, 2)
  })

  test('a stranger is sent to sign in, and revokes nothing', async ({ assert }) => {
    const { work, token } = await someoneWithAKey()
    const stranger = new Visitor()
    assert.match((await stranger.location('/tracker/mine'))!, /^\/identity\/sign-in/)
    await stranger.call('tracker.mine.destroy', { id: work.workId })
    const row = await db.from('announce_tokens').where('token_hash', tokenHash(token)).first()
    assert.isNull(row.revoked_at)
  })

  test('who never took anything is told what to do', async ({ assert }) => {
    const visitor = new Visitor()
    await visitor.signIn(await givenAccount())
    const props = await visitor.props('/tracker/mine')
    assert.isEmpty(props.torrents)
    assert.isEmpty(props.usage)
  })
})
