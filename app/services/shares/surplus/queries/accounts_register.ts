import AnnualAccounts from '#models/shares/annual_accounts'

/** The version that counts of each year's accounts, newest year first. */
export async function latestAccounts(): Promise<AnnualAccounts[]> {
  const all = await AnnualAccounts.query().orderBy('closed_on', 'desc').orderBy('version', 'desc')
  return all.filter((one, index) => index === 0 || +all[index - 1].closedOn !== +one.closedOn)
}
