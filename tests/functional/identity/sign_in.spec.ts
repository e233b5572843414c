import { test } from '@japa/runner'
import Account from '#models/identity/account'
import { catchMails, cleanSlate, linkIn } from '#tests/functional/identity/support'
import { Visitor } from '#tests/functional/identity/visitor'
import { givenAccount, PASSWORD } from '#tests/support/accounts'

test.group('Identity: sign-up and sign-in', (group) => {
  cleanSlate(group)

  test('a newcomer signs up, follows the link in the mail and is signed in', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const visitor = new Visitor()
    const answer = await visitor.call(
      'identity.sign_up.store',
      {},
      {
        full_name: 'Inès Carpentier',
        email: 'Ines@Exemple.fr ',
        password: PASSWORD,
        accepts_terms: true,
      }
    )
    assert.equal(answer.location, '/identity/verify-email')
    const account = await Account.findByOrFail('email', 'ines@exemple.fr')
    assert.isNull(account.emailVerifiedAt)
    assert.notInclude(account.password, PASSWORD)

    const [mail] = await mails.to('ines@exemple.fr')
    const link = linkIn(mail)
    assert.match(link, /^\/identity\/verify-email\//)
    const followed = await visitor.get(link)
    assert.equal(followed.location, '/identity/account')
    assert.equal(await visitor.status('/identity/account'), 200)
    await account.refresh()
    assert.isNotNull(account.emailVerifiedAt)
  })

  test('the link followed in another browser verifies but does not sign in', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    await new Visitor().call(
      'identity.sign_up.store',
      {},
      {
        full_name: 'Inès',
        email: 'ines@exemple.fr',
        password: PASSWORD,
        accepts_terms: true,
      }
    )
    const other = new Visitor()
    const link = linkIn(await mails.first('ines@exemple.fr'))
    assert.equal(await other.location(link), '/identity/sign-in')
    assert.equal(await other.status('/identity/account'), 302)
    assert.equal(await other.location(link), '/identity/sign-in', 'a second look is no error')
    assert.equal(await other.location('/identity/verify-email/nonsense'), '/identity/verify-email')
  })

  test('signing up with a known address answers the same, and tells its owner', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount({ email: 'paul@exemple.fr' })
    const form = { full_name: 'Quelqu’un', password: PASSWORD, accepts_terms: true }
    const known = await new Visitor().call(
      'identity.sign_up.store',
      {},
      { ...form, email: account.email }
    )
    const fresh = await new Visitor().call(
      'identity.sign_up.store',
      {},
      { ...form, email: 'new@exemple.fr' }
    )
    assert.deepEqual([known.status, known.location], [fresh.status, fresh.location])
    assert.include(await mails.first(account.email), 'déjà un compte')
    await account.refresh()
    assert.equal(account.fullName, 'Camille Morel')
  })

  test('a wrong form keeps what was typed, says what is wrong in French, never the password', async ({
    assert,
  }) => {
    const visitor = new Visitor()
    const answer = await visitor.call(
      'identity.sign_up.store',
      {},
      {
        full_name: '',
        email: 'not an address',
        password: 'court',
        accepts_terms: false,
      }
    )
    assert.equal(answer.status, 302)
    const { errors, props } = await visitor.said('/identity/sign-up')
    assert.sameMembers(Object.keys(errors), ['full_name', 'email', 'password', 'accepts_terms'])
    assert.include(errors.password, '12 caractères')
    assert.notInclude(JSON.stringify(props), 'court')
    await visitor.call(
      'identity.sign_up.store',
      {},
      {
        full_name: 'A',
        email: 'a@exemple.fr',
        password: 'aaaaaaaaaaaaaa',
        accepts_terms: true,
      }
    )
    assert.include(await visitor.error('/identity/sign-up', 'password'), 'devine')
  })

  test('an unknown address and a wrong password get the same words', async ({ assert }) => {
    const account = await givenAccount()
    const wrong = new Visitor()
    await wrong.signIn(account, 'pas le bon mot de passe')
    const unknown = new Visitor()
    await unknown.call(
      'identity.sign_in.store',
      {},
      { email: 'personne@exemple.fr', password: 'x'.repeat(14) }
    )
    const [one, other] = [await wrong.said(), await unknown.said()]
    assert.include(one.errors.email, 'ne vont pas ensemble')
    assert.deepEqual(one.errors, other.errors)
  })

  test('a sixth wrong try is refused and says when to try again, even with the right password', async ({
    assert,
  }) => {
    const account = await givenAccount()
    const visitor = new Visitor()
    for (let i = 0; i < 5; i++) await visitor.signIn(account, 'pas le bon mot de passe')
    const refused = await visitor.signIn(account)
    assert.isNotNull(refused.headers.get('retry-after'))
    assert.match(await visitor.flash('/identity/sign-in', 'error'), /Réessayez dans \d+ minutes/)
    assert.equal(await visitor.status('/identity/account'), 302)
    const neighbour = await givenAccount()
    assert.equal(await new Visitor().signInTo(neighbour), '/identity/account')
  })

  test('tries at the same instant are counted too', async ({ assert }) => {
    const account = await givenAccount()
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => new Visitor().signIn(account, 'pas le bon mot de passe'))
    )
    assert.equal(tries.filter((answer) => answer.headers.has('retry-after')).length, 7)
  }).disableTimeout()

  test('after signing in, the page that was wanted opens; never one of another site', async ({
    assert,
  }) => {
    const account = await givenAccount()
    const visitor = new Visitor()
    assert.equal(await visitor.location('/identity/sessions'), '/identity/sign-in')
    assert.equal(await visitor.signInTo(account), '/identity/sessions')
    const guest = await visitor.get('/identity/sign-in')
    assert.equal(guest.location, '/identity/account', 'sign-in is for visitors')
  })

  test('a suspended account does not sign in, and its open sessions end', async ({ assert }) => {
    const account = await givenAccount()
    const visitor = new Visitor()
    await visitor.signIn(account)
    await account.merge({ disabledAt: account.createdAt }).save()
    assert.equal(await visitor.location('/identity/account'), '/identity/sign-in')
    const again = new Visitor()
    await again.signIn(account)
    assert.include(await again.error('/identity/sign-in', 'email'), 'suspendu')
  })

  test('signing out ends the session for good', async ({ assert }) => {
    const visitor = new Visitor()
    await visitor.signIn(await givenAccount())
    assert.equal(await visitor.status('/identity/account'), 200)
    await visitor.call('identity.sign_out')
    assert.equal(await visitor.location('/identity/account'), '/identity/sign-in')
  })

  test('a form without the token is refused', async ({ assert, client }) => {
    const account = await givenAccount()
    const response = await client
      .post('/identity/sign-in')
      .form({ email: account.email, password: PASSWORD })
      .redirects(0)
    assert.notEqual(response.headers().location, '/identity/account')
  })
  test('a link from a page leads back to it after the sign-in, and never to another site', async ({
    assert,
  }) => {
    const account = await givenAccount()
    const wanted = '/catalogue/works/estran'
    const visitor = new Visitor()
    await visitor.get(`/identity/sign-in?to=${encodeURIComponent(wanted)}`)
    assert.equal(await visitor.signInTo(account), wanted)
    for (const elsewhere of ['//ailleurs.test', 'https://ailleurs.test', '/\\ailleurs.test']) {
      const lured = new Visitor()
      await lured.get(`/identity/sign-in?to=${encodeURIComponent(elsewhere)}`)
      assert.equal(await lured.signInTo(account), '/identity/account', elsewhere)
    }
  })
})
