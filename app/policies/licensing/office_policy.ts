import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** What the staff may do with rights-holders, licences and split sheets. */
export default class OfficePolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'licensing.view')
  }

  manage(account: Account) {
    return hasCapability(account, 'licensing.manage')
  }
}
