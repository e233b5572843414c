import Account from '#models/identity/account'
import { ROLES } from '#services/identity/capabilities'

export const ACCOUNTS_PER_PAGE = 25

/** A column's name, with a minus for descending. */
export const ACCOUNT_SORTS = [
  'name',
  '-name',
  'email',
  '-email',
  'createdAt',
  '-createdAt',
] as const

export type AccountSearch = {
  search?: string
  role?: string
  sort?: (typeof ACCOUNT_SORTS)[number]
  page?: number
  perPage?: number
}

const COLUMNS: Record<string, string> = {
  name: 'full_name',
  email: 'email',
  createdAt: 'created_at',
}

/** Accounts by name or address, accents and case aside; closed ones are left out. */
export function searchAccounts({ search, role, sort = 'name', ...asked }: AccountSearch) {
  const query = Account.query().whereNull('closed_at').preload('roles')
  if (search) {
    query.whereRaw(`plain_text(full_name || ' ' || email) LIKE '%' || plain_text(?) || '%'`, [
      search.replace(/[\\%_]/g, (sign) => `\\${sign}`),
    ])
  }
  if (role === 'staff') query.whereHas('roles', () => {})
  else if (role && (ROLES as readonly string[]).includes(role)) {
    query.whereHas('roles', (roles) => roles.where('role', role))
  }
  return query
    .orderBy(COLUMNS[sort.replace('-', '')], sort.startsWith('-') ? 'desc' : 'asc')
    .orderBy('id')
    .paginate(asked.page ?? 1, asked.perPage ?? ACCOUNTS_PER_PAGE)
}
