import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import OutboxMail from '#models/identity/outbox_mail'
import { cleanSlate, catchMails } from '#tests/functional/identity/support'
import { Visitor } from '#tests/functional/identity/visitor'
import { givenAccount, PASSWORD } from '#tests/support/accounts'
import { SystemClock } from '#values/clock'
import { newId } from '#values/id'

const now = () => new SystemClock().now()

async function givenSubscriber(accountId: string, state: 'active' | 'ended') {
  const [subscriberId, planId, subscriptionId] = [newId(), newId(), newId()]
  const at = now().toJSDate()
  await db.table('plans').insert({
    id: planId,
    code: `plan-${planId}`,
    name_fr: 'Abonnement',
    name_en: 'Subscription',
    price_cents: 800,
    vat_rate_bp: 2000,
    offered_from: '2026-01-01',
  })
  await db.table('subscribers').insert({ id: subscriberId, account_id: accountId, created_at: at })
  await db.table('subscriptions').insert({
    id: subscriptionId,
    subscriber_id: subscriberId,
    plan_id: planId,
    state,
    started_at: at,
  })
  await db.table('payments').insert({
    id: newId(),
    subscription_id: subscriptionId,
    subscriber_id: subscriberId,
    rail: 'demo',
    external_reference: newId(),
    gross_cents: 800,
    vat_rate_bp: 2000,
    state: 'pending',
    created_at: at,
  })
  return subscriberId
}

async function givenAnnounceToken(subscriberId: string) {
  const [artistId, workId] = [newId(), newId()]
  const at = now().toJSDate()
  await db.table('artists').insert({ id: artistId, name: 'A', slug: artistId, created_at: at })
  const work = { id: workId, artist_id: artistId, title: 'T', slug: workId, kind: 'audio' }
  await db.table('works').insert({ ...work, created_at: at })
  await db.table('announce_tokens').insert({
    token_hash: Buffer.alloc(32, 7),
    subscriber_id: subscriberId,
    work_id: workId,
    generation: 1,
    created_at: at,
  })
}

test.group('Identity: my data', (group) => {
  cleanSlate(group)

  test('the file holds what is kept about the person, nobody else’s, and no secret', async ({
    assert,
  }) => {
    const account = await givenAccount()
    await givenSubscriber(account.id, 'active')
    const other = await givenAccount({ email: 'autre@exemple.fr' })
    await givenSubscriber(other.id, 'active')
    const visitor = new Visitor()
    await visitor.signIn(account)
    const answer = await visitor.call('identity.my_data.download')
    assert.include(answer.headers.get('content-disposition'), 'attachment')
    const data = JSON.parse(answer.text)
    assert.equal(data.about.email, account.email)
    assert.lengthOf(data.subscriptions, 1)
    assert.equal(data.payments[0].gross_cents, '800')
    assert.isArray(data.uses)
    assert.isArray(data.statements)
    assert.lengthOf(data.sessions, 1)
    assert.notInclude(answer.text, account.password)
    assert.notInclude(answer.text, other.email)
  })

  test('closing asks for the password and the tick, then cuts the person from the pseudonym', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount()
    const subscriberId = await givenSubscriber(account.id, 'ended')
    await givenAnnounceToken(subscriberId)
    const visitor = new Visitor()
    await visitor.signIn(account)
    await visitor.call('identity.account.close', {}, { password: PASSWORD })
    assert.property(await visitor.errors('/identity/my-data'), 'confirmed')
    await visitor.call('identity.account.close', {}, { password: 'faux', confirmed: true })
    assert.property(await visitor.errors('/identity/my-data'), 'password')
    await account.refresh()
    assert.isNull(account.closedAt)

    await visitor.call('identity.account.close', {}, { password: PASSWORD, confirmed: true })
    assert.equal(await visitor.location('/identity/account'), '/identity/sign-in')
    const closed = await Account.findOrFail(account.id)
    assert.isNotNull(closed.closedAt)
    assert.notInclude(JSON.stringify(closed.$attributes), 'Camille')
    assert.notInclude(JSON.stringify(closed.$attributes), account.email)
    const subscriber = await db.from('subscribers').where('id', subscriberId).firstOrFail()
    assert.isNull(subscriber.account_id)
    const token = await db
      .from('announce_tokens')
      .where('subscriber_id', subscriberId)
      .firstOrFail()
    assert.isNotNull(token.revoked_at)
    assert.lengthOf(await db.from('payments').where('subscriber_id', subscriberId), 1)
    assert.isEmpty(await db.from('session_labels').where('account_id', account.id))
    assert.lengthOf(await mails.to(account.email), 1)
  })

  test('an account whose subscription runs stays open, and says why', async ({ assert }) => {
    const account = await givenAccount()
    await givenSubscriber(account.id, 'active')
    const visitor = new Visitor()
    await visitor.signIn(account)
    assert.equal(await visitor.prop('/identity/my-data', 'refusal'), 'running_subscription')
    await visitor.call('identity.account.close', {}, { password: PASSWORD, confirmed: true })
    assert.include(await visitor.error('/identity/my-data', 'password'), 'résiliez')
    await account.refresh()
    assert.isNull(account.closedAt)
  })

  test('the outbox shows mails in embedded mode, and does not exist in production', async ({
    assert,
    cleanup,
  }) => {
    await OutboxMail.create({
      id: newId(),
      recipients: 'a@exemple.fr',
      subject: 'Bonjour',
      textBody: 'Un lien',
      sentAt: now(),
    })
    const shown = await new Visitor().get('/dev/outbox')
    assert.equal(shown.page.props.mails[0].subject, 'Bonjour')
    Object.defineProperty(app, 'inProduction', { value: true, configurable: true })
    cleanup(() => {
      delete (app as unknown as Record<string, unknown>).inProduction
    })
    assert.equal(await new Visitor().status('/dev/outbox'), 404)
  })
})
