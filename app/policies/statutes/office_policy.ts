import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** What the staff may do with the statutes; adopted versions are public (/statutes). */
export default class OfficePolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'statutes.view')
  }

  /** Drafts, edits, and records what an assembly adopted. */
  manage(account: Account) {
    return hasCapability(account, 'statutes.manage')
  }
}
