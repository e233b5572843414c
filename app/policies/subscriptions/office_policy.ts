import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** What the staff may do with subscribers and their payments. */
export default class OfficePolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'subscriptions.view')
  }

  managePayments(account: Account) {
    return hasCapability(account, 'subscriptions.manage_payments')
  }
}
