import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** What the staff may do with meetings. */
export default class OfficePolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'governance.view')
  }

  /** Files, agendas, notices, proxies on paper, minutes. */
  manage(account: Account) {
    return hasCapability(account, 'governance.manage')
  }

  /** The meeting itself: opening, votes, closing. */
  chair(account: Account) {
    return hasCapability(account, 'governance.chair')
  }
}
