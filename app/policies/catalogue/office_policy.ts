import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** What the staff may do with works. */
export default class OfficePolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'catalogue.view')
  }

  /** Artists, new works and their files. */
  manage(account: Account) {
    return hasCapability(account, 'catalogue.manage')
  }

  /** Examining, accepting, refusing, publishing and withdrawing. */
  moderate(account: Account) {
    return hasCapability(account, 'catalogue.moderate')
  }
}
