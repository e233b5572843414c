import ApprovalMandate from '#models/publication/approval_mandate'

const MANDATES_PER_PAGE = 25

/** A column's name, with a minus for descending. */
export const MANDATE_SORTS = [
  'name',
  '-name',
  'capacity',
  '-capacity',
  'startsOn',
  '-startsOn',
  'endsOn',
  '-endsOn',
] as const

export type MandateFilter = {
  search?: string
  sort?: (typeof MANDATE_SORTS)[number]
  page?: number
  perPage?: number
}

const COLUMNS: Record<string, string> = {
  name: 'plain_text(accounts.full_name)',
  capacity: 'approval_mandates.capacity',
  startsOn: 'approval_mandates.starts_on',
  endsOn: 'approval_mandates.ends_on',
}

/** Everybody who may, will or could approve months, the latest first unless asked otherwise (P21). */
export function mandateRegister(filter: MandateFilter) {
  const sort = filter.sort ?? '-startsOn'
  const order = `${COLUMNS[sort.replace('-', '')]} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`
  const query = ApprovalMandate.query()
    .select('approval_mandates.*')
    .join('accounts', 'accounts.id', 'approval_mandates.account_id')
    .preload('account')
    .orderByRaw(`${order} NULLS LAST, approval_mandates.capacity, approval_mandates.id`)
  if (filter.search) {
    query.whereRaw('position(plain_text(:text) in plain_text(accounts.full_name)) > 0', {
      text: filter.search,
    })
  }
  return query.paginate(filter.page ?? 1, filter.perPage ?? MANDATES_PER_PAGE)
}
