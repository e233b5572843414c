import db from '@adonisjs/lucid/services/db'
import Account from '#models/identity/account'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

export type NewAccount = {
  id?: string
  email: string
  fullName: string
  password: string
  locale?: 'fr' | 'en'
  /** True where somebody already answers for the address: the console, the demo. */
  emailVerified?: boolean
  clock: Clock
}

const UNIQUE_VIOLATION = '23505'

/**
 * Creates an account; the password is hashed by the model. `email_taken` is for callers that have
 * a reason to know: a public form must answer the same either way.
 */
export async function createAccount(input: NewAccount): Promise<Result<Account, 'email_taken'>> {
  const now = input.clock.now()
  try {
    const account = await db.transaction((trx) =>
      Account.create(
        {
          id: input.id ?? newId(),
          email: input.email.trim().toLowerCase(),
          fullName: input.fullName.trim(),
          password: input.password,
          locale: input.locale ?? 'fr',
          emailVerifiedAt: input.emailVerified ? now : null,
          createdAt: now,
        },
        { client: trx }
      )
    )
    return ok(account)
  } catch (error) {
    if ((error as { code?: string }).code === UNIQUE_VIOLATION) return err('email_taken')
    throw error
  }
}
