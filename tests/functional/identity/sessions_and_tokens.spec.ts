import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import { cleanSlate } from '#tests/functional/identity/support'
import { Visitor } from '#tests/functional/identity/visitor'
import { givenAccount, PASSWORD } from '#tests/support/accounts'

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Safari/604'

test.group('Identity: sessions and access tokens', (group) => {
  cleanSlate(group)

  test('sessions are listed by device, without what opens them, and ended one by one', async ({
    assert,
  }) => {
    const account = await givenAccount()
    const [laptop, phone] = [new Visitor(), new Visitor(PHONE)]
    await laptop.signIn(account)
    await phone.signIn(account)
    const { sessions } = await laptop.props('/identity/sessions')
    assert.lengthOf(sessions, 2)
    assert.deepEqual(
      sessions.map((one: any) => [one.device, one.isCurrent]),
      [
        ['Firefox, Linux', true],
        ['Safari, iPhone', false],
      ]
    )
    const labels = await db.from('session_labels').where('account_id', account.id)
    for (const label of labels) assert.notInclude(JSON.stringify(sessions), label.session_id)

    await laptop.call('identity.sessions.destroy', { id: sessions[1].id })
    assert.equal(await phone.location('/identity/account'), '/identity/sign-in')
    assert.equal(await laptop.status('/identity/account'), 200)
    assert.lengthOf(await laptop.prop('/identity/sessions', 'sessions'), 1)
  })

  test('all the others end at once', async ({ assert }) => {
    const account = await givenAccount()
    const [here, one, two] = [new Visitor(), new Visitor(), new Visitor(PHONE)]
    for (const visitor of [here, one, two]) await visitor.signIn(account)
    await here.call('identity.sessions.destroy_others')
    assert.equal(await here.status('/identity/account'), 200)
    for (const visitor of [one, two]) {
      assert.equal(await visitor.location('/identity/account'), '/identity/sign-in')
    }
  })

  test('nobody ends the session of somebody else', async ({ assert }) => {
    const [mine, theirs] = [new Visitor(), new Visitor(PHONE)]
    await mine.signIn(await givenAccount())
    await theirs.signIn(await givenAccount())
    const [{ id }] = await theirs.prop('/identity/sessions', 'sessions')
    const answer = await mine.call('identity.sessions.destroy', { id })
    assert.equal(answer.status, 404)
    assert.equal(await theirs.status('/identity/account'), 200)
  })

  test('the session id changes at sign-in', async ({ assert }) => {
    const visitor = new Visitor()
    await visitor.get('/identity/sign-in')
    const before = visitor.cookie('peerfy_session')
    await visitor.signIn(await givenAccount())
    assert.notEqual(visitor.cookie('peerfy_session'), before)
  })

  test('an access token is shown once, kept as a hash, and revoked by its owner alone', async ({
    assert,
  }) => {
    const account = await givenAccount()
    const visitor = new Visitor()
    await visitor.signIn(account)
    await visitor.call('identity.api_tokens.store', {}, { name: '', days: 9999, proof: PASSWORD })
    const { errors } = await visitor.said('/identity/api-tokens')
    assert.sameMembers(Object.keys(errors), ['name', 'days'])
    await visitor.call(
      'identity.api_tokens.store',
      {},
      { name: 'Mon tableur', days: 30, proof: PASSWORD }
    )
    const { freshToken, tokens } = await visitor.props('/identity/api-tokens')
    assert.match(freshToken, /^oat_/)
    assert.equal(tokens[0].name, 'Mon tableur')
    assert.isNull(await visitor.prop('/identity/api-tokens', 'freshToken'))
    const row = await db.from('auth_access_tokens').where('tokenable_id', account.id).first()
    assert.notInclude(freshToken, row.hash)

    const { Secret } = await import('@adonisjs/core/helpers')
    const verify = () => Account.accessTokens.verify(new Secret(freshToken))
    const verified = await verify()
    assert.equal(verified?.tokenableId, account.id)
    const other = new Visitor()
    await other.signIn(await givenAccount())
    const refused = await other.call('identity.api_tokens.destroy', { id: tokens[0].id })
    assert.equal(refused.status, 404)
    assert.isNotNull(await verify())
    await visitor.call('identity.api_tokens.destroy', { id: tokens[0].id })
    assert.isNull(await verify())
  })
})
