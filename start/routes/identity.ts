/** Accounts: the doors of the house, a person's own account, and the office's view of both. */
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { LEGAL_SLUGS } from '#services/identity/legal_texts'

const { identity } = controllers
const legalSlug = new RegExp(`^(${LEGAL_SLUGS.join('|')})$`)

router
  .group(() => {
    router.get('sign-up', [identity.SignUp, 'create']).as('sign_up.create')
    router.post('sign-up', [identity.SignUp, 'store']).as('sign_up.store')
    router.get('sign-in', [identity.SignIn, 'create']).as('sign_in.create')
    router.post('sign-in', [identity.SignIn, 'store']).as('sign_in.store')
  })
  .prefix('/identity')
  .as('identity')
  .use(middleware.guest())

router
  .group(() => {
    router.post('sign-out', [identity.SignIn, 'destroy']).as('sign_out')
    router.get('verify-email', [identity.EmailVerifications, 'show']).as('verify_email.show')
    router.post('verify-email', [identity.EmailVerifications, 'store']).as('verify_email.store')
    router
      .get('verify-email/:token', [identity.EmailVerifications, 'verify'])
      .as('verify_email.verify')
    router.get('change-email/:token', [identity.EmailChanges, 'confirm']).as('change_email.confirm')
    router
      .get('forgotten-password', [identity.PasswordResets, 'create'])
      .as('forgotten_password.create')
    router
      .post('forgotten-password', [identity.PasswordResets, 'store'])
      .as('forgotten_password.store')
    router.get('reset-password/:token', [identity.PasswordResets, 'edit']).as('reset_password.edit')
    router
      .put('reset-password/:token', [identity.PasswordResets, 'update'])
      .as('reset_password.update')
    router.get('legal/:slug', [identity.LegalTexts, 'show']).where('slug', legalSlug).as('legal')
  })
  .prefix('/identity')
  .as('identity')

router
  .group(() => {
    router.get('challenge', [identity.Challenges, 'show']).as('challenge.show')
    router.post('challenge', [identity.Challenges, 'store']).as('challenge.store')
  })
  .prefix('/identity/second-factor')
  .as('identity')
  .use(middleware.auth({ guards: ['web'], withoutFactor: true }))

router
  .group(() => {
    router.get('account', [identity.Account, 'show']).as('account.show')
    router.put('account', [identity.Account, 'update']).as('account.update')
    router.post('account/email', [identity.EmailChanges, 'store']).as('change_email.store')
    router.put('account/password', [identity.Passwords, 'update']).as('password.update')
    router.get('second-factor', [identity.SecondFactor, 'show']).as('second_factor.show')
    router.post('second-factor', [identity.SecondFactor, 'store']).as('second_factor.store')
    router
      .post('second-factor/recovery-codes', [identity.SecondFactor, 'renew'])
      .as('second_factor.renew')
    router.get('sessions', [identity.AccountSessions, 'index']).as('sessions.index')
    router
      .delete('sessions', [identity.AccountSessions, 'destroyOthers'])
      .as('sessions.destroy_others')
    router.delete('sessions/:id', [identity.AccountSessions, 'destroy']).as('sessions.destroy')
    router.get('api-tokens', [identity.ApiTokens, 'index']).as('api_tokens.index')
    router.post('api-tokens', [identity.ApiTokens, 'store']).as('api_tokens.store')
    router
      .delete('api-tokens/:id', [identity.ApiTokens, 'destroy'])
      .where('id', router.matchers.number())
      .as('api_tokens.destroy')
    router.get('my-data', [identity.PersonalData, 'show']).as('my_data.show')
    router.get('my-data/download', [identity.PersonalData, 'download']).as('my_data.download')
    router.delete('account', [identity.PersonalData, 'destroy']).as('account.close')
  })
  .prefix('/identity')
  .as('identity')
  .use(middleware.auth({ guards: ['web'] }))

router
  .group(() => {
    const { office } = identity
    router.get('accounts', [office.Accounts, 'index']).as('accounts.index')
    router.get('accounts.csv', [office.Accounts, 'export']).as('accounts.export')
    router
      .group(() => {
        router.get('', [office.Accounts, 'show']).as('accounts.show')
        router.post('roles', [office.Roles, 'store']).as('roles.store')
        router.delete('roles', [office.Roles, 'destroy']).as('roles.destroy')
        router.post('disable', [office.AccountStates, 'disable']).as('accounts.disable')
        router.post('restore', [office.AccountStates, 'restore']).as('accounts.restore')
        router
          .post('reset-factor', [office.AccountStates, 'resetFactor'])
          .as('accounts.reset_factor')
      })
      .prefix('accounts/:id')
      .where('id', router.matchers.uuid())
    router.get('audit', [office.Audit, 'index']).as('audit.index')
    router.get('audit.csv', [office.Audit, 'export']).as('audit.export')
    router.get('legal', [office.LegalTexts, 'index']).as('legal.index')
    router.get('legal/:slug', [office.LegalTexts, 'edit']).where('slug', legalSlug).as('legal.edit')
    router.post('views', [identity.SavedViews, 'store']).as('saved_views.store')
    router
      .delete('views/:id', [identity.SavedViews, 'destroy'])
      .where('id', router.matchers.uuid())
      .as('saved_views.destroy')
    router
      .post('legal/:slug', [office.LegalTexts, 'store'])
      .where('slug', legalSlug)
      .as('legal.store')
  })
  .prefix('/identity/office')
  .as('identity.office')
  .use(middleware.staff())

for (const slug of LEGAL_SLUGS) {
  router.get(`/${slug}`, [identity.LegalTexts, 'show']).as(`identity.legal.${slug}`)
}

router.get('/dev/outbox', [identity.Outbox, 'index']).as('identity.outbox')
