import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AnnualAccounts, { type ApprovedAccounts } from '#models/shares/annual_accounts'
import { isoDay } from '#values/day'

/** The version that counts of each year's accounts, newest year first. */
export async function latestAccounts(trx?: TransactionClientContract): Promise<AnnualAccounts[]> {
  const all = await AnnualAccounts.query(trx ? { client: trx } : {})
    .orderBy('closed_on', 'desc')
    .orderBy('version', 'desc')
  return all.filter((one, index) => index === 0 || +all[index - 1].closedOn !== +one.closedOn)
}

/** The same of the years that an assembly approved: what was only prepared says nothing yet. */
export async function approvedAccounts(
  trx?: TransactionClientContract
): Promise<ApprovedAccounts[]> {
  const latest = await latestAccounts(trx)
  return latest.filter((one): one is ApprovedAccounts => one.isApproved())
}

/** True if a later version of the year says something else. */
export async function isReplaced(
  accounts: AnnualAccounts,
  trx: TransactionClientContract
): Promise<boolean> {
  const last = await AnnualAccounts.query({ client: trx })
    .where('closed_on', isoDay(accounts.closedOn))
    .orderBy('version', 'desc')
    .firstOrFail()
  return !last.saysTheSameAs(accounts)
}
