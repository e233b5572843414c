import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { disableAccount } from '#services/identity/manage_account'
import { setFixedSecondFactor } from '#services/identity/set_up_second_factor'
import { currentTotpCode } from '#services/identity/totp'
import { closeAccount } from '#services/identity/close_account'
import { endCancelledSubscriptions } from '#services/subscriptions/end_cancelled_subscriptions'
import { cancelSubscription } from '#services/subscriptions/cancel_subscription'
import { installPlan } from '#services/subscriptions/install_plan'
import { subscribe } from '#services/subscriptions/subscribe'
import { must } from '#tests/functional/catalogue/scene'
import { Visitor } from '#tests/functional/identity/visitor'
import { asStaff, givenAccount, TOTP_SECRET } from '#tests/support/accounts'
import { deskOf, givenDesk, isRefused, sentence } from '#tests/support/desk'
import { settlePaymentRow } from '#tests/support/months'
import { Clock, FixedClock } from '#values/clock'
import { periodOf, previousPeriod } from '#values/period'
import {
  announce,
  announceQuery,
  makeWork,
  newPeerId,
  startTracker,
  statusOf,
  tokenFor,
} from './scene.js'

type Given = { verified?: boolean; paid?: string | null }

/** Somebody who subscribed this month, as the page does, and has a token of every kind to try. */
async function someone({ verified = true, paid = null }: Given = {}) {
  const clock = (await app.container.make(Clock)) as FixedClock
  const account = await givenAccount({ emailVerified: verified })
  const { code: planCode } = await installPlan()
  const subscription = must(await subscribe({ accountId: account.id, planCode, clock }))
  const { subscriberId } = subscription
  if (paid) await settlePaymentRow(subscriberId, paid)
  const work = await makeWork()
  const token = await tokenFor(subscriberId, work.workId, clock)
  const slug = `essai-${work.workId}`
  return { clock, account, subscription, subscriberId, work, token, slug }
}

test.group('What opens the works', (group) => {
  let running: Awaited<ReturnType<typeof startTracker>>
  group.setup(async () => {
    const clock = (await app.container.make(Clock)) as FixedClock
    running = await startTracker(clock, { directoryCacheSeconds: 0 })
    return () => running.stop()
  })

  const month = async (back = 0) => {
    let period = periodOf((await app.container.make(Clock)).now())
    for (let left = back; left > 0; left--) period = previousPeriod(period)
    return period
  }

  /** What each door answers: page, .torrent, announce, webseed and play-back. */
  async function doors({ account, work, token, slug }: Awaited<ReturnType<typeof someone>>) {
    const visitor = new Visitor()
    await visitor.signIn(account)
    const { state } = await visitor.prop(`/catalogue/works/${slug}`, 'access')
    const torrent = await visitor.status(`/tracker/works/${slug}/torrent`)
    const said = announceQuery({ infoHash: work.infoHash, peerId: newPeerId(), left: 9 })
    const reply = await announce(running.url, token, said)
    const file = `/t/${token}/media/${work.infoHash.toString('hex')}/${encodeURIComponent(work.fileName)}`
    return {
      state,
      torrent,
      refused: reply['failure reason'],
      webseed: await statusOf(running.url, file),
      playback: await statusOf(running.url, `${file}?ecoute=1`),
    }
  }
  const OPEN = {
    state: 'granted',
    torrent: 200,
    refused: undefined,
    webseed: 200,
    playback: 200,
  }

  test('a subscription without a settled fee opens nothing, and says what is awaited', async ({
    assert,
  }) => {
    const unpaid = await someone()
    const tried = await doors(unpaid)
    assert.deepInclude(tried, { state: 'pay', torrent: 302, webseed: 403, playback: 403 })
    assert.match(tried.refused!, /cotisation.* \/ your fee/)
    await settlePaymentRow(unpaid.subscriberId, await month())
    assert.deepEqual(await doors(unpaid), OPEN)
  })

  test('an address that is not verified opens nothing, even paid, until it is', async ({
    assert,
  }) => {
    const unverified = await someone({ verified: false, paid: await month() })
    assert.deepInclude(await doors(unverified), {
      state: 'verify_email',
      torrent: 302,
      webseed: 403,
      playback: 403,
    })
    await unverified.account.merge({ emailVerifiedAt: unverified.clock.now() }).save()
    assert.deepEqual(await doors(unverified), OPEN)
  })

  test('works stay open for the month after the last settled one, and not a day longer', async ({
    assert,
  }) => {
    assert.deepEqual(await doors(await someone({ paid: await month(1) })), OPEN)
    const late = await someone({ paid: await month(2) })
    assert.deepInclude(await doors(late), { state: 'pay', webseed: 403 })
  })

  test('P4: while the second factor is owed, a password alone takes no personal torrent', async ({
    assert,
  }) => {
    const paid = await someone({ paid: await month() })
    await setFixedSecondFactor(paid.account, TOTP_SECRET, paid.clock)
    const visitor = new Visitor()
    assert.equal(await visitor.signInTo(paid.account), '/identity/second-factor/challenge')
    const { state } = await visitor.prop(`/catalogue/works/${paid.slug}`, 'access')
    assert.equal(state, 'sign_in')
    assert.equal(await visitor.status(`/tracker/works/${paid.slug}/torrent`), 302)
    // The page's own link leads on to the factor, and back to the work.
    const to = `/identity/sign-in?to=${encodeURIComponent(`/catalogue/works/${paid.slug}`)}`
    assert.equal(await visitor.location(to), '/identity/second-factor/challenge')
    const code = currentTotpCode(TOTP_SECRET)
    assert.equal(
      await visitor.callTo('identity.challenge.store', {}, { code }),
      `/catalogue/works/${paid.slug}`
    )
    assert.equal(await visitor.status(`/tracker/works/${paid.slug}/torrent`), 200)
  })

  test('a fee that went back closes what it had opened', async ({ assert }) => {
    const paid = await someone({ paid: await month() })
    await db
      .from('payments')
      .where('subscriber_id', paid.subscriberId)
      .update({ state: 'reversed', reversed_at: paid.clock.now().toISO() })
    assert.deepInclude(await doors(paid), { state: 'pay', webseed: 403 })
  })

  test('the fee of a subscription that is over does not open the next one', async ({ assert }) => {
    const { clock, account, subscription, subscriberId } = await someone({ paid: await month() })
    await db
      .from('subscriptions')
      .where('id', subscription.id)
      .update({ state: 'ended', ended_at: clock.now().toISO() })
    const { code: planCode } = await installPlan()
    must(await subscribe({ accountId: account.id, planCode, clock }))
    const work = await makeWork()
    const token = await tokenFor(subscriberId, work.workId, clock)
    const again = { clock, account, subscription, subscriberId, work, token }
    assert.deepInclude(await doors({ ...again, slug: `essai-${work.workId}` }), { state: 'pay' })
  })
})

test.group('Tokens that the house revokes', () => {
  const inForce = async (subscriberId: string) => {
    const rows = await db
      .from('announce_tokens')
      .where('subscriber_id', subscriberId)
      .whereNull('revoked_at')
    return rows.length
  }
  const act = (accountId: string, clock: Clock) => ({
    actor: { label: 'essai' },
    accountId,
    reason: 'essai',
    clock,
  })

  test('P4: the end of a subscription revokes them, its cancellation does not', async ({
    assert,
  }) => {
    const { clock, subscription, subscriberId } = await someone()
    must(await cancelSubscription(subscription.id, clock))
    await endCancelledSubscriptions(clock)
    assert.equal(await inForce(subscriberId), 1)
    const next = new FixedClock(clock.now().startOf('month').plus({ months: 1 }))
    await endCancelledSubscriptions(next, subscriberId)
    assert.equal(await inForce(subscriberId), 0)
  })

  test('P4: an account that is suspended or closed has none in force', async ({ assert }) => {
    const suspended = await someone()
    await disableAccount(act(suspended.account.id, suspended.clock))
    assert.equal(await inForce(suspended.subscriberId), 0)
    const closed = await someone()
    must(await cancelSubscription(closed.subscription.id, closed.clock))
    must(await closeAccount(closed.account, closed.clock))
    assert.equal(await inForce(closed.subscriberId), 0)
  })

  // Route 'tracker.office.tokens.destroy'.
  test('P4: the office revokes all of somebody’s, with a reason, and it is in the audit trail', async ({
    client,
    assert,
  }) => {
    const { subscriberId, account } = await someone()
    const other = await someone()
    const path = `/tracker/office/subscribers/${subscriberId}/revocation`
    const desk = await givenDesk(client, ['secretary'])
    const { may } = (await desk.page('/subscriptions/office/subscribers')).body().props
    assert.isTrue(may.revokeTokens)
    assert.isDefined((await desk.send(path, { reason: ' ' })).flashMessages().inputErrorsBag)
    assert.equal(await inForce(subscriberId), 1)
    const done = await desk.send(path, { reason: 'Son torrent circule' })
    assert.match(sentence(done, 'success'), /1 clé est annulée/)
    assert.equal(await inForce(subscriberId), 0)
    assert.equal(await inForce(other.subscriberId), 1)
    const [event] = await db.from('audit_events').where('subject_id', subscriberId)
    assert.deepInclude(event, { action: 'tracker.revoke_tokens', reason: 'Son torrent circule' })
    assert.match(sentence(await desk.send(path, { reason: 'encore' }), 'error'), /rien n’a été/)

    const treasurer = await givenDesk(client, ['treasurer'])
    assert.isTrue(isRefused(await treasurer.send(path, { reason: 'pas à lui' })))
    assert.isTrue(isRefused(await deskOf(client, account).send(path, { reason: 'pas à lui' })))
    const anybody = await client.post(path).withCsrfToken().json({}).redirects(0)
    assert.match(anybody.header('location')!, /sign-in/)
    const unknown = `/tracker/office/subscribers/${other.work.workId}/revocation`
    ;(
      await asStaff(client.post(unknown), desk.account).withCsrfToken().json({ reason: 'inconnu' })
    ).assertStatus(404)
  })
})
