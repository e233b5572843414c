import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** What the staff may do with the register of shares. */
export default class OfficePolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'shares.view')
  }

  /** Transfers, corrections, calls, imports. */
  manage(account: Account) {
    return hasCapability(account, 'shares.manage')
  }

  /** What the bank shows, and what is repaid. */
  recordMoney(account: Account) {
    return hasCapability(account, 'shares.record_money')
  }
}
