import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'
import { listDoors } from '#services/identity/queries/list_doors'

/** Who may see, approve and publish a month that is not public yet (P21). */
export default class MonthPolicy extends BasePolicy {
  /** The public report before it is public: the staff, and those who approve. */
  async viewSealed(account: Account) {
    if (await hasCapability(account, 'publication.view')) return true
    return this.approve(account)
  }

  /** Rows per person: the treasurer and those who approve, nobody else (design section 6). */
  async viewFrozen(account: Account) {
    if (await hasCapability(account, 'publication.publish')) return true
    return this.approve(account)
  }

  /** Somebody with a mandate in force, whatever their roles; the service asks the rest. */
  async approve(account: Account) {
    const doors = await listDoors(account)
    return doors.approver
  }

  publish(account: Account) {
    return hasCapability(account, 'publication.publish')
  }

  manageMandates(account: Account) {
    return hasCapability(account, 'publication.manage_mandates')
  }
}
