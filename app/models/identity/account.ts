import { AccountSchema } from '#database/schema'
import hash from '@adonisjs/core/services/hash'
import { compose } from '@adonisjs/core/helpers'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { DbAccessTokensProvider } from '@adonisjs/auth/access_tokens'
import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import AccountRole from '#models/identity/account_role'

/**
 * A person who can sign in; one person may go through several doors. The hash is asked for when it
 * is needed: a command may read this file before there is one.
 */
export default class Account extends compose(
  AccountSchema,
  withAuthFinder(() => hash.use())
) {
  static accessTokens = DbAccessTokensProvider.forModel(Account)

  @hasMany(() => AccountRole)
  declare roles: HasMany<typeof AccountRole>

  get hasSecondFactor() {
    return this.totpConfirmedAt !== null
  }
}
