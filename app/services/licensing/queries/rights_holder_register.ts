import db from '@adonisjs/lucid/services/db'
import type { LegalForm, PayeeKind } from '#services/licensing/create_rights_holder'

export const HOLDER_SORTS = ['name', '-name', 'kind', '-kind', 'created_at', '-created_at'] as const
const HOLDERS_PER_PAGE = 50

export type HolderFilter = {
  search?: string
  sort?: (typeof HOLDER_SORTS)[number]
  page?: number
}

export type HolderRow = {
  /** The payee's: the rights-holder's hand that is paid. */
  id: string
  rightsHolderId: string
  name: string
  legalForm: LegalForm
  kind: PayeeKind
  email: string | null
  hasAccount: boolean
  waitingShares: number
}

const COLUMNS = { name: 'plain_text(y.name)', kind: 'y.kind', created_at: 'y.created_at' } as const

/** One page of those who license works and are paid, each with its one payee. */
export async function rightsHolderRegister(filter: HolderFilter) {
  const page = filter.page ?? 1
  const sort = filter.sort ?? 'name'
  const order = `${COLUMNS[sort.replace('-', '') as keyof typeof COLUMNS]} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`
  const from = `FROM payees y JOIN rights_holders h ON h.id = y.rights_holder_id
    WHERE position(plain_text(:text) in plain_text(y.name || ' ' || coalesce(y.email, ''))) > 0`
  const values = { text: filter.search ?? '' }
  const counted = await db.rawQuery(`SELECT count(*)::int AS total ${from}`, values)
  const { rows } = await db.rawQuery(
    `SELECT y.id, h.id AS "rightsHolderId", y.name, h.legal_form AS "legalForm", y.kind, y.email,
            y.account_id IS NOT NULL AS "hasAccount",
            (SELECT count(*)::int FROM split_lines l WHERE l.payee_id = y.id
                AND l.accepted_at IS NULL AND l.refused_at IS NULL) AS "waitingShares"
       ${from} ORDER BY ${order}, y.id LIMIT :limit OFFSET :offset`,
    { ...values, limit: HOLDERS_PER_PAGE, offset: (page - 1) * HOLDERS_PER_PAGE }
  )
  return {
    holders: rows as HolderRow[],
    paging: { page, perPage: HOLDERS_PER_PAGE, total: counted.rows[0].total as number },
  }
}
