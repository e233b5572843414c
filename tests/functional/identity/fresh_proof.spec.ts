import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import AccountToken from '#models/identity/account_token'
import { freshTotpCode } from '#services/identity/totp'
import { catchMails, cleanSlate } from '#tests/functional/identity/support'
import { Visitor } from '#tests/functional/identity/visitor'
import { givenAccount, PASSWORD, TOTP_SECRET } from '#tests/support/accounts'

const STATEMENTS = '/api/v1/me/statements/2026-01'
const TOKEN = { name: 'Mon tableur', days: 30 }

test.group('Identity: what outlives a session asks for a fresh proof', (group) => {
  cleanSlate(group)

  /** Somebody signed in, with the factor shown where they have one. */
  async function signedIn(account: Account) {
    const visitor = new Visitor()
    await visitor.signIn(account)
    if (account.totpConfirmedAt) {
      const code = freshTotpCode(TOTP_SECRET, null)
      await visitor.call('identity.challenge.store', {}, { code })
    }
    return visitor
  }

  const tokensOf = (account: Account) =>
    db.from('auth_access_tokens').where('tokenable_id', account.id)

  async function codesOf(account: Account) {
    const codes = await AccountToken.query().where({
      account_id: account.id,
      purpose: 'totp_recovery',
    })
    return codes.map((code) => code.tokenHash)
  }

  test('a bearer token needs the password again, and its owner gets a mail', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount()
    const visitor = await signedIn(account)
    for (const proof of ['', 'pas le mot de passe', '123456']) {
      await visitor.call('identity.api_tokens.store', {}, { ...TOKEN, proof })
      assert.isString(await visitor.error('/identity/api-tokens', 'proof'))
    }
    assert.isEmpty(await tokensOf(account))
    assert.isEmpty(await mails.to(account.email))
    await visitor.call('identity.api_tokens.store', {}, { ...TOKEN, proof: PASSWORD })
    const [row] = await tokensOf(account)
    assert.deepEqual(JSON.parse(row.abilities), ['statements:read'])
    assert.match(await mails.first(account.email), /jeton.*\n[\s\S]*«\sMon tableur\s»/)
  })

  test('recovery codes are renewed with the password or the telephone’s code, not without', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount({ roles: ['moderator'] })
    const visitor = await signedIn(account)
    const before = await codesOf(account)
    for (const proof of ['', 'faux', '000000']) {
      await visitor.call('identity.second_factor.renew', {}, { proof })
      assert.isString(await visitor.error('/identity/second-factor', 'proof'))
    }
    assert.deepEqual(await codesOf(account), before)
    await account.refresh()
    const code = freshTotpCode(TOTP_SECRET, account.totpLastStep)
    await visitor.call('identity.second_factor.renew', {}, { proof: code })
    const renewed = await codesOf(account)
    assert.lengthOf(renewed, 10)
    assert.lengthOf(await mails.to(account.email), 1)
    await visitor.call('identity.second_factor.renew', {}, { proof: PASSWORD })
    assert.notDeepEqual(await codesOf(account), renewed)
  })

  test('after ten proofs in an hour even the right one has to wait', async ({ assert }) => {
    const account = await givenAccount()
    const visitor = await signedIn(account)
    for (let tries = 0; tries < 10; tries++) {
      await visitor.call('identity.api_tokens.store', {}, { ...TOKEN, proof: `faux ${tries}` })
    }
    await visitor.call('identity.api_tokens.store', {}, { ...TOKEN, proof: PASSWORD })
    assert.isEmpty(await tokensOf(account))
  })

  test('changing the password ends every bearer token', async ({ assert, cleanup }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount()
    const visitor = await signedIn(account)
    await visitor.call('identity.api_tokens.store', {}, { ...TOKEN, proof: PASSWORD })
    assert.lengthOf(await tokensOf(account), 1)
    const next = { current_password: PASSWORD, password: 'une autre phrase bien longue' }
    await visitor.call('identity.password.update', {}, next)
    assert.isEmpty(await tokensOf(account))
    assert.equal(await visitor.status('/identity/account'), 200)
  })

  test('a bearer token reads statements and nothing else', async ({ client, assert }) => {
    const account = await givenAccount()
    const bearer = async (abilities: string[]) => {
      const token = await Account.accessTokens.create(account, abilities)
      return token.value!.release()
    }
    const reading = await client.get(STATEMENTS).bearerToken(await bearer(['statements:read']))
    // Let in, and there is no statement of theirs.
    reading.assertStatus(404)
    const other = await client.get(STATEMENTS).bearerToken(await bearer(['something:else']))
    other.assertStatus(403)
    assert.match(other.header('content-type')!, /problem\+json/)
    const page = await client
      .get('/identity/account')
      .bearerToken(await bearer(['*']))
      .redirects(0)
    assert.match(page.header('location')!, /sign-in/)
  })
})
