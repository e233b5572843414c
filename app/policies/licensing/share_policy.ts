import { BasePolicy } from '@adonisjs/bouncer'
import type Account from '#models/identity/account'
import SplitLine from '#models/licensing/split_line'

/** Whose a share of a work is. */
export default class SharePolicy extends BasePolicy {
  /** Only the account that signs in for the payee answers, not even the staff for it (P17). */
  async answer(account: Account, splitLineId: string) {
    const line = await SplitLine.query().where('id', splitLineId).preload('payee').first()
    return line?.payee.accountId === account.id
  }
}
