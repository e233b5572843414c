import { BaseTransformer } from '@adonisjs/core/transformers'
import type Account from '#models/identity/account'

/** An account as the office sees it: never its secrets. */
export default class AccountTransformer extends BaseTransformer<Account> {
  toObject() {
    const account = this.resource
    return {
      id: account.id,
      fullName: account.fullName,
      email: account.email,
      roles: (account.roles ?? []).map((role) => role.role as string),
      createdAt: account.createdAt.toISO()!,
      emailVerified: account.emailVerifiedAt !== null,
      hasSecondFactor: account.totpConfirmedAt !== null,
      isDisabled: account.disabledAt !== null,
      isClosed: account.closedAt !== null,
    }
  }
}
