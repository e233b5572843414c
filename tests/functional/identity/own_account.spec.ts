import { test } from '@japa/runner'
import { catchMails, cleanSlate, linkIn } from '#tests/functional/identity/support'
import { Visitor } from '#tests/functional/identity/visitor'
import { givenAccount, PASSWORD } from '#tests/support/accounts'

const NEXT = 'une autre phrase pour entrer'

test.group('Identity: a person’s own account', (group) => {
  cleanSlate(group)

  test('a visitor has no account page, nor any of its acts', async ({ assert }) => {
    const visitor = new Visitor()
    const acts = [
      'identity.account.show',
      'identity.account.update',
      'identity.change_email.store',
      'identity.password.update',
      'identity.second_factor.show',
      'identity.second_factor.store',
      'identity.second_factor.renew',
      'identity.challenge.show',
      'identity.challenge.store',
      'identity.sessions.index',
      'identity.sessions.destroy_others',
      'identity.api_tokens.index',
      'identity.api_tokens.store',
      'identity.my_data.show',
      'identity.my_data.download',
      'identity.account.close',
    ]
    for (const act of acts) {
      assert.equal(await visitor.callTo(act), '/identity/sign-in', act)
    }
    for (const act of ['identity.sessions.destroy', 'identity.api_tokens.destroy']) {
      assert.equal(await visitor.callTo(act, { id: '1' }), '/identity/sign-in', act)
    }
  })

  test('name and language change; the language is remembered', async ({ assert }) => {
    const account = await givenAccount()
    const visitor = new Visitor()
    await visitor.signIn(account)
    await visitor.call('identity.account.update', {}, { full_name: '', locale: 'de' })
    const { errors } = await visitor.said('/identity/account')
    assert.sameMembers(Object.keys(errors), ['full_name', 'locale'])
    await visitor.call('identity.account.update', {}, { full_name: 'Camille Durand', locale: 'en' })
    const { props, flash } = await visitor.said('/identity/account')
    assert.equal(props.profile.fullName, 'Camille Durand')
    assert.equal(props.locale, 'en')
    assert.isString(flash.success)
  })

  test('a new address counts once its link is followed; the former one is told', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount({ email: 'avant@exemple.fr' })
    const visitor = new Visitor()
    await visitor.signIn(account)
    const form = { email: 'apres@exemple.fr', current_password: 'faux mot de passe' }
    await visitor.call('identity.change_email.store', {}, form)
    assert.property(await visitor.errors('/identity/account'), 'current_password')
    await visitor.call('identity.change_email.store', {}, { ...form, current_password: PASSWORD })
    await account.refresh()
    assert.equal(account.email, 'avant@exemple.fr')
    const link = linkIn(await mails.first('apres@exemple.fr'))
    await visitor.get(link)
    await account.refresh()
    assert.equal(account.email, 'apres@exemple.fr')
    assert.include(await mails.first('avant@exemple.fr'), 'apres@exemple.fr')
    await visitor.get(link)
    assert.isString(await visitor.flash('/identity/account', 'error'), 'the link is good once')
  })

  test('an address that belongs to somebody is answered alike, and never taken', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const other = await givenAccount({ email: 'prise@exemple.fr' })
    const visitor = new Visitor()
    await visitor.signIn(await givenAccount())
    const form = { email: other.email, current_password: PASSWORD }
    await visitor.call('identity.change_email.store', {}, form)
    assert.include(await visitor.flash('/identity/account', 'success'), other.email)
    assert.isEmpty(await mails.to(other.email))
  })

  test('a new password ends the other sessions, not this one', async ({ assert, cleanup }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount()
    const [here, elsewhere] = [new Visitor(), new Visitor()]
    await here.signIn(account)
    await elsewhere.signIn(account)
    await here.call('identity.password.update', {}, { current_password: 'faux', password: NEXT })
    assert.property(await here.errors('/identity/account'), 'current_password')
    await here.call('identity.password.update', {}, { current_password: PASSWORD, password: NEXT })
    assert.equal(await here.status('/identity/account'), 200)
    assert.equal(await elsewhere.location('/identity/account'), '/identity/sign-in')
    assert.equal(await new Visitor().signInTo(account, NEXT), '/identity/account')
    assert.lengthOf(await mails.to(account.email), 1)
  })

  test('a forgotten password: same answer for all, a link good once, every session ends', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount()
    const open = new Visitor()
    await open.signIn(account)
    const visitor = new Visitor()
    const known = await visitor.call(
      'identity.forgotten_password.store',
      {},
      { email: account.email }
    )
    const unknown = await visitor.call(
      'identity.forgotten_password.store',
      {},
      { email: 'non@exemple.fr' }
    )
    assert.deepEqual([known.status, known.location], [unknown.status, unknown.location])
    assert.isEmpty(await mails.to('non@exemple.fr'))

    const token = linkIn(await mails.first(account.email))
      .split('/')
      .pop()!
    await visitor.call('identity.reset_password.update', { token }, { password: 'court' })
    const page = await visitor.get(`/identity/reset-password/${token}`)
    assert.property(page.page.props.errors, 'password')
    await visitor.call('identity.reset_password.update', { token }, { password: NEXT })
    assert.equal(await open.location('/identity/account'), '/identity/sign-in')
    assert.equal(await new Visitor().signInTo(account, NEXT), '/identity/account')
    const again = await visitor.call(
      'identity.reset_password.update',
      { token },
      { password: PASSWORD }
    )
    assert.equal(again.location, '/identity/forgotten-password')
    assert.equal(
      await visitor.location('/identity/reset-password/rien'),
      '/identity/forgotten-password'
    )
  })

  test('three reset mails an hour, then a wait', async ({ assert, cleanup }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount()
    const visitor = new Visitor()
    for (let i = 0; i < 4; i++) {
      await visitor.call('identity.forgotten_password.store', {}, { email: account.email })
    }
    assert.lengthOf(await mails.to(account.email), 3)
    assert.include(await visitor.flash('/identity/forgotten-password', 'error'), 'Réessayez dans')
  })

  test('the verification link is sent again on demand, three times an hour', async ({
    assert,
    cleanup,
  }) => {
    const mails = catchMails()
    cleanup(mails.restore)
    const account = await givenAccount({ emailVerified: false })
    const visitor = new Visitor()
    await visitor.signIn(account)
    for (let i = 0; i < 4; i++) await visitor.call('identity.verify_email.store')
    const sent = await mails.to(account.email)
    assert.lengthOf(sent, 3)
    assert.equal(
      await new Visitor().location(linkIn(sent[0])),
      '/identity/verify-email',
      'an older link'
    )
    assert.equal(await new Visitor().location(linkIn(sent[2])), '/identity/sign-in')
    await account.refresh()
    assert.isNotNull(account.emailVerifiedAt)
  })
})
