import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** Who reads what the nightly check of the books has found. */
export default class InvariantsPolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'invariants.view')
  }
}
