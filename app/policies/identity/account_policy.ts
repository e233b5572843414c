import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'

/** A person's own account: theirs alone, whatever roles others hold. */
export default class AccountPolicy extends BasePolicy {
  manageOwn(account: Account, owner: { accountId: string }) {
    return account.id === owner.accountId
  }
}
