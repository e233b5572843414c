import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import type Member from '#models/membership/member'
import { hasCapability } from '#services/identity/capabilities'

/** What the office may do with the members' records, and members with their own. */
export default class MembersPolicy extends BasePolicy {
  own(account: Account, member: Member | null) {
    return member !== null && member.accountId === account.id
  }

  view(account: Account) {
    return hasCapability(account, 'membership.view')
  }

  manage(account: Account) {
    return hasCapability(account, 'membership.manage')
  }
}
