import Account from '#models/identity/account'
import { ROLES } from '#services/identity/capabilities'

export const ACCOUNTS_PER_PAGE = 25

export type AccountSearch = { q?: string; role?: string; sort?: string; page?: number }

const SORTS: Record<string, [string, 'asc' | 'desc']> = {
  name: ['full_name', 'asc'],
  newest: ['created_at', 'desc'],
  email: ['email', 'asc'],
}

/** Accounts by name or address, accents and case aside; closed ones are left out. */
export function searchAccounts({ q, role, sort, page }: AccountSearch) {
  const query = Account.query().whereNull('closed_at').preload('roles')
  if (q) {
    query.whereRaw(`plain_text(full_name || ' ' || email) LIKE '%' || plain_text(?) || '%'`, [
      q.replace(/[\\%_]/g, (sign) => `\\${sign}`),
    ])
  }
  if (role === 'staff') query.whereHas('roles', () => {})
  else if (role && (ROLES as readonly string[]).includes(role)) {
    query.whereHas('roles', (roles) => roles.where('role', role))
  }
  const [column, direction] = SORTS[sort ?? 'name'] ?? SORTS.name
  return query.orderBy(column, direction).orderBy('id').paginate(page ?? 1, ACCOUNTS_PER_PAGE)
}
