import type { ApiClient, ApiResponse } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import type Member from '#models/membership/member'
import { givenAccount } from '#tests/support/accounts'

export const MINE = '/governance/mine'
export const OFFICE = '/governance/office'

/** What a script of the page reads. */
export const told = (answer: ApiResponse) =>
  answer.body() as { code?: string; message?: string; receipt: string }

/** A member at their telephone: a script of the page asks, and reads the answer. */
export function phoneOf(client: ApiClient, account: Account) {
  const ask = (method: 'post' | 'delete', path: string, sent: object = {}) =>
    client[method](path)
      .withGuard('web')
      .loginAs(account)
      .withCsrfToken()
      .header('accept', 'application/json')
      .json(sent)
      .redirects(0)
  return {
    send: (path: string, sent: object = {}) => ask('post', path, sent),
    remove: (path: string) => ask('delete', path),
    form: (path: string, sent: object = {}) =>
      client.post(path).withGuard('web').loginAs(account).withCsrfToken().json(sent).redirects(0),
  }
}

export async function givenPhone(client: ApiClient, member: Member) {
  const account = await givenAccount()
  await db.from('members').where('id', member.id).update({ account_id: account.id })
  return phoneOf(client, account)
}
