import type { ApiClient, ApiResponse } from '@japa/api-client'
import type { Group } from '@japa/runner/core'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import { asStaff, givenAccount } from '#tests/support/accounts'
import { Clock, type FixedClock } from '#values/clock'
import type { Role } from '#services/identity/capabilities'

/** Lets the requests of a group see the test's own clock. */
export function withClock(group: Group, clock: FixedClock): void {
  group.each.setup(() => {
    app.container.swap(Clock, () => clock)
    return () => app.container.restore(Clock)
  })
}

/** Somebody with these roles, and how they ask for pages and send forms. */
export async function givenDesk(client: ApiClient, roles: Role[], fullName = 'Marc Lenoir') {
  const account = await givenAccount({ roles, fullName })
  return { account, ...deskOf(client, account) }
}

export function deskOf(client: ApiClient, account: Account) {
  return {
    page: (path: string) => asStaff(client.get(path), account).withInertia(),
    file: (path: string) => asStaff(client.get(path), account),
    send: (path: string, form: object = {}) =>
      asStaff(client.post(path), account).withCsrfToken().json(form).redirects(0),
    remove: (path: string) => asStaff(client.delete(path), account).withCsrfToken().redirects(0),
  }
}

/** Ties a pseudonym to an account, as subscribing does. */
export async function tieSubscriber(subscriberId: string, accountId: string): Promise<void> {
  await db.from('subscribers').where('id', subscriberId).update({ account_id: accountId })
}

export async function tiePayee(payeeId: string, accountId: string): Promise<void> {
  await db.from('payees').where('id', payeeId).update({ account_id: accountId })
}

/** The errors that stand beside the fields after a refused form. */
export function fieldErrors(response: { flashMessages(): any }): Record<string, string[]> {
  return response.flashMessages().inputErrorsBag ?? {}
}

/** True when a policy refused: a page says 403, a form goes back to its page, which says so. */
export function isRefused(response: ApiResponse): boolean {
  if (response.status() === 403) return true
  const bag = (response.flashMessages().errorsBag ?? {}) as object
  return 'E_AUTHORIZATION_FAILURE' in bag
}

/** The sentence that the next page shows on top. */
export function sentence(response: ApiResponse, kind: 'error' | 'success'): string {
  return String(response.flashMessage(kind))
}
