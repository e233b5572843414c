import type Account from '#models/identity/account'
import { csvText, pagesOf, type CsvColumns } from '#services/documents/csv_text'
import { searchAccounts, type AccountSearch } from '#services/identity/queries/search_accounts'

const PER_BATCH = 500

const COLUMNS: CsvColumns<Account> = {
  id: ({ id }) => id,
  name: ({ fullName }) => fullName,
  email: ({ email }) => email,
  roles: ({ roles }) => roles.map(({ role }) => role).join(' '),
  email_verified: ({ emailVerifiedAt }) => String(emailVerifiedAt !== null),
  second_factor: ({ totpConfirmedAt }) => String(totpConfirmedAt !== null),
  disabled: ({ disabledAt }) => String(disabledAt !== null),
  created_at: ({ createdAt }) => createdAt.toUTC().toISO(),
}

/** The accounts as CSV text, in pieces, never their secrets; times in UTC. */
export function accountsAsCsv(filter: AccountSearch): AsyncGenerator<string> {
  const read = async (page: number) => {
    const found = await searchAccounts({ ...filter, page, perPage: PER_BATCH })
    return found.all()
  }
  return csvText(COLUMNS, pagesOf(read, PER_BATCH))
}
