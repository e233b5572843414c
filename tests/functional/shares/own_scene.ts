import type { ApiClient } from '@japa/api-client'
import type { SessionData } from '@adonisjs/session/types'
import type Account from '#models/identity/account'
import type { catchMails } from '#tests/functional/identity/support'
import { givenAccount } from '#tests/support/accounts'
import { givenHolder } from '#tests/support/shares'
import type { Clock } from '#values/clock'

/** A member who holds shares and signs in. */
export async function givenMember(clock: Clock, shares: number, name: string) {
  const account = await givenAccount({ fullName: `Camille ${name}` })
  const member = await givenHolder(clock, shares, { name, accountId: account.id })
  return { account, member }
}

/** The code that was sent last, as the person reads it. */
export async function lastCode(
  mails: ReturnType<typeof catchMails>,
  email: string
): Promise<string> {
  return /\b\d{6}\b/.exec((await mails.to(email)).at(-1)!)![0]
}

type Signing = { account: Account; code: string; kept: SessionData }

/** Signs by code what waits in the session, at the address that takes the signature. */
export const signAt = (client: ApiClient, path: string, { account, code, kept }: Signing) =>
  client
    .post(path)
    .withGuard('web')
    .loginAs(account)
    .withSession(kept)
    .withCsrfToken()
    .json({ code })
    .redirects(0)
