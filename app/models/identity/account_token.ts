import { AccountTokenSchema } from '#database/schema'

export type TokenPurpose =
  'email_verification' | 'email_change' | 'password_reset' | 'totp_recovery'

/** A secret sent by mail or a recovery code, kept as a hash and good once. */
export default class AccountToken extends AccountTokenSchema {
  declare purpose: TokenPurpose
}
