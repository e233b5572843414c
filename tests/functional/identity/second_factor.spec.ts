import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { cleanSlate } from '#tests/functional/identity/support'
import { Visitor } from '#tests/functional/identity/visitor'
import { givenAccount, PASSWORD, TOTP_SECRET } from '#tests/support/accounts'
import { grantRole } from '#services/identity/roles'
import { currentTotpCode, freshTotpCode } from '#services/identity/totp'
import env from '#start/env'
import { SystemClock } from '#values/clock'

const OFFICE = '/identity/office/audit'
const CHALLENGE = '/identity/second-factor/challenge'

test.group('Identity: the second factor', (group) => {
  cleanSlate(group)

  test('the office is shut to visitors, and to people without a role', async ({ assert }) => {
    const visitor = new Visitor()
    assert.equal(await visitor.location(OFFICE), '/identity/sign-in')
    await visitor.signIn(await givenAccount())
    assert.equal(await visitor.status(OFFICE), 403)
  })

  test('staff without an address verified, then without a factor, are led through both', async ({
    assert,
  }) => {
    const account = await givenAccount({ emailVerified: false })
    const clock = new SystemClock()
    await grantRole({
      actor: { label: 'test' },
      accountId: account.id,
      role: 'administrator',
      clock,
    })
    const visitor = new Visitor()
    await visitor.signIn(account)
    assert.equal(await visitor.location(OFFICE), '/identity/verify-email')
    await account.merge({ emailVerifiedAt: clock.now() }).save()
    assert.equal(await visitor.location(OFFICE), '/identity/second-factor')

    const { props, flash } = await visitor.said('/identity/second-factor')
    assert.include(flash.error, 'double vérification')
    assert.match(props.setUp.qr, /^data:image\/svg\+xml;base64,/)
    const secret = props.setUp.secret.replaceAll(' ', '')
    const again = await visitor.said('/identity/second-factor')
    assert.equal(again.props.setUp.secret, props.setUp.secret, 'a reload keeps the picture')
    await account.refresh()
    assert.notInclude(account.totpSecret!, secret)

    await visitor.call('identity.second_factor.store', {}, { code: '000000' })
    await account.refresh()
    assert.isNull(account.totpConfirmedAt)
    await visitor.call('identity.second_factor.store', {}, { code: currentTotpCode(secret) })
    const codes = await visitor.prop('/identity/second-factor', 'freshCodes')
    assert.lengthOf(codes, 10)
    assert.isNull(await visitor.prop('/identity/second-factor', 'freshCodes'), 'shown once')
    assert.equal(await visitor.status(OFFICE), 200)
  })

  test('a password alone opens nothing; the code opens the page that was wanted', async ({
    assert,
  }) => {
    const account = await givenAccount({ roles: ['administrator'] })
    const visitor = new Visitor()
    assert.equal(await visitor.signInTo(account), CHALLENGE)
    assert.equal(await visitor.location('/identity/account'), CHALLENGE)
    assert.equal(await visitor.location(OFFICE), CHALLENGE)
    await visitor.call('identity.challenge.store', {}, { code: '123' })
    const wrong = await visitor.call('identity.challenge.store', {}, { code: '000000' })
    assert.equal(wrong.status, 302)
    assert.include(await visitor.error(CHALLENGE, 'code'), 'n’est pas le bon')
    const right = await visitor.call(
      'identity.challenge.store',
      {},
      { code: currentTotpCode(TOTP_SECRET) }
    )
    assert.equal(right.location, OFFICE)
    assert.equal(await visitor.status(OFFICE), 200)
  })

  test('the same code is refused a second time, also in another session', async ({ assert }) => {
    const account = await givenAccount({ roles: ['treasurer'] })
    const code = currentTotpCode(TOTP_SECRET)
    const [one, other] = [new Visitor(), new Visitor()]
    await one.signIn(account)
    await other.signIn(account)
    assert.notEqual(await one.callTo('identity.challenge.store', {}, { code }), CHALLENGE)
    await other.call('identity.challenge.store', {}, { code })
    assert.equal(await other.location('/identity/account'), CHALLENGE)
  })

  test('the same code sent at once from several places opens one session only', async ({
    assert,
  }) => {
    const account = await givenAccount({ roles: ['treasurer'] })
    const visitors = [new Visitor(), new Visitor(), new Visitor()]
    for (const visitor of visitors) await visitor.signIn(account)
    const code = currentTotpCode(TOTP_SECRET)
    await Promise.all(visitors.map((one) => one.call('identity.challenge.store', {}, { code })))
    const opened = []
    for (const visitor of visitors) opened.push(await visitor.status('/identity/account'))
    assert.lengthOf(
      opened.filter((status) => status === 200),
      1
    )
  })

  test('a recovery code is good once, and new ones replace the old', async ({ assert }) => {
    const account = await givenAccount({ roles: ['moderator'] })
    const visitor = new Visitor()
    await visitor.signIn(account)
    await visitor.call('identity.challenge.store', {}, { code: currentTotpCode(TOTP_SECRET) })
    await visitor.call('identity.second_factor.renew', {}, { proof: PASSWORD })
    const [code, second] = await visitor.prop('/identity/second-factor', 'freshCodes')

    const lost = new Visitor()
    await lost.signIn(account)
    await lost.call('identity.challenge.store', {}, { code: code.toUpperCase() })
    assert.equal(await lost.status('/identity/account'), 200)
    const thief = new Visitor()
    await thief.signIn(account)
    await thief.call('identity.challenge.store', {}, { code })
    assert.equal(await thief.location('/identity/account'), CHALLENGE)
    await visitor.call('identity.second_factor.renew', {}, { proof: PASSWORD })
    await thief.call('identity.challenge.store', {}, { code: second })
    assert.equal(await thief.location('/identity/account'), CHALLENGE)
  })

  test('after five wrong codes even the right one has to wait, from any address', async ({
    assert,
  }) => {
    const account = await givenAccount({ roles: ['treasurer'] })
    const visitor = new Visitor()
    await visitor.signIn(account)
    for (let i = 0; i < 5; i++) {
      await visitor.call('identity.challenge.store', {}, { code: `00000${i}` })
    }
    const code = freshTotpCode(TOTP_SECRET, null)
    const late = await visitor.call('identity.challenge.store', {}, { code })
    assert.isNotNull(late.headers.get('retry-after'))
    assert.equal(await visitor.location('/identity/account'), CHALLENGE)
  })

  test('an approver without a role also needs the factor', async ({ assert }) => {
    const account = await givenAccount()
    await account.related('roles').query().delete()
    const { default: db } = await import('@adonisjs/lucid/services/db')
    const { newId } = await import('#values/id')
    const now = new SystemClock().now()
    await db.table('approval_mandates').insert({
      id: newId(),
      account_id: account.id,
      capacity: 'artists_delegate',
      starts_on: now.minus({ days: 1 }).toISODate(),
      created_at: now.toJSDate(),
    })
    const visitor = new Visitor()
    assert.equal(await visitor.signInTo(account), '/office')
    assert.equal(await visitor.location(OFFICE), '/identity/second-factor')
  })

  test('the demo shows the code of the moment, other houses and production never', async ({
    assert,
    cleanup,
  }) => {
    const isDemo = env.get('PEERFY_DEMO')
    cleanup(() => env.set('PEERFY_DEMO', isDemo as boolean))
    const account = await givenAccount({ roles: ['treasurer'] })
    const visitor = new Visitor()
    await visitor.signIn(account)
    env.set('PEERFY_DEMO', false)
    assert.isNull(await visitor.prop(CHALLENGE, 'demoCode'))
    env.set('PEERFY_DEMO', true)
    const code = await visitor.prop(CHALLENGE, 'demoCode')
    Object.defineProperty(app, 'inProduction', { value: true, configurable: true })
    cleanup(() => {
      delete (app as unknown as Record<string, unknown>).inProduction
    })
    assert.isNull(await visitor.prop(CHALLENGE, 'demoCode'))
    await visitor.call('identity.challenge.store', {}, { code })
    assert.equal(await visitor.status(OFFICE), 200)
  })
})
