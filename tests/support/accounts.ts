import type { ApiRequest } from '@japa/api-client'
import app from '@adonisjs/core/services/app'
import type Account from '#models/identity/account'
import { createAccount } from '#services/identity/create_account'
import { FACTOR_SESSION_KEY } from '#services/identity/factor_session'
import { grantRole } from '#services/identity/roles'
import type { Role } from '#services/identity/capabilities'
import { setFixedSecondFactor } from '#services/identity/set_up_second_factor'
import { Clock } from '#values/clock'
import { newId } from '#values/id'

export const PASSWORD = 'une phrase pour les essais'
export const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

type Given = { email?: string; fullName?: string; emailVerified?: boolean; roles?: Role[] }

/** An account with a verified address; with roles, also with a confirmed second factor. */
export async function givenAccount(given: Given = {}): Promise<Account> {
  const clock = await app.container.make(Clock)
  const created = await createAccount({
    email: given.email ?? `${newId()}@exemple.fr`,
    fullName: given.fullName ?? 'Camille Morel',
    password: PASSWORD,
    emailVerified: given.emailVerified ?? true,
    clock,
  })
  if (!created.ok) throw new Error(created.error)
  const account = created.value
  for (const role of given.roles ?? []) {
    await grantRole({ actor: { label: 'test' }, accountId: account.id, role, clock })
  }
  if (given.roles?.length) await setFixedSecondFactor(account, TOTP_SECRET, clock)
  return account
}

/** Signs the request in as staff: the second factor was shown in this session. */
export function asStaff(request: ApiRequest, account: Account): ApiRequest {
  return request
    .withGuard('web')
    .loginAs(account)
    .withSession({ [FACTOR_SESSION_KEY]: account.id })
}
