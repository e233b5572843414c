import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import { hasCapability } from '#services/identity/capabilities'

/** Who reads the accounts; nobody writes them by hand. */
export default class LedgerPolicy extends BasePolicy {
  view(account: Account) {
    return hasCapability(account, 'ledger.view')
  }
}
