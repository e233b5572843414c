import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** What the staff may do with subscribers and their payments. */
export default class OfficePolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'subscriptions.view')
  }

  revokeTokens(account: Account) {
    return hasCapability(account, 'subscriptions.revoke_tokens')
  }

  managePayments(account: Account) {
    return hasCapability(account, 'subscriptions.manage_payments')
  }
}
