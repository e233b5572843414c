import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import type Payee from '#models/licensing/payee'

/** A payee's income is personal data: only the account that signs for the payee reads it. */
export default class PayeePolicy extends BasePolicy {
  readStatements(account: Account, payee: Payee) {
    return payee.accountId === account.id
  }
}
