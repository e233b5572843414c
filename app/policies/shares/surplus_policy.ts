import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** Who sees a year's surplus and the reviews, and who records what was voted. */
export default class SurplusPolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'shares.view')
  }

  allocate(account: Account) {
    return hasCapability(account, 'shares.allocate_surplus')
  }

  recordReview(account: Account) {
    return hasCapability(account, 'shares.manage')
  }
}
