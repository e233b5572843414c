import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'
import { listDoors } from '#services/identity/queries/list_doors'

/** What the staff may do with months; an approver reads them without holding a role (P21). */
export default class OfficePolicy extends BasePolicy {
  async viewMonths(account: Account) {
    if (await hasCapability(account, 'royalties.view')) return true
    const doors = await listDoors(account)
    return doors.approver
  }

  closePeriod(account: Account) {
    return hasCapability(account, 'royalties.close_period')
  }

  /** Records what the members voted: keys, causes, thresholds. */
  managePolicy(account: Account) {
    return hasCapability(account, 'royalties.manage_policy')
  }

  recordPayouts(account: Account) {
    return hasCapability(account, 'royalties.record_payouts')
  }
}
