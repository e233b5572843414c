import Payee from '#models/licensing/payee'

/** The payees for whom an account signs, by name. */
export function myPayees(accountId: string): Promise<Payee[]> {
  return Payee.query().where('accountId', accountId).orderBy('name').orderBy('id')
}
