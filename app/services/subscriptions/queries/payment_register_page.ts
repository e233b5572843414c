import db from '@adonisjs/lucid/services/db'
import type Payment from '#models/subscriptions/payment'

/** A column's name, with a minus for descending. */
export const PAYMENT_SORTS = [
  'created_at',
  '-created_at',
  'gross_cents',
  '-gross_cents',
  'state',
  '-state',
] as const

export type PaymentFilter = {
  /** Part of a reference, or of the payer's name or address. */
  search?: string
  state?: Payment['state']
  sort?: (typeof PAYMENT_SORTS)[number]
}

export type PaymentLine = {
  id: string
  /** Null once the account is closed: the pseudonym stays in the books. */
  subscriberName: string | null
  rail: Payment['rail']
  reference: string
  state: Payment['state']
  grossCents: string
  feeCents: string
  settledPeriod: string | null
  createdAt: string
  settledAt: string | null
}

export const PAYMENTS_PER_PAGE = 50
const BATCH = 1000

function payments({ search, state }: PaymentFilter) {
  const query = db
    .from('payments as p')
    .join('subscribers as s', 's.id', 'p.subscriber_id')
    .leftJoin('accounts as a', (join) =>
      join.on('a.id', '=', 's.account_id').andOnNull('a.closed_at')
    )
  if (state) query.where('p.state', state)
  if (search) {
    query.whereRaw(
      `position(plain_text(?) in plain_text(concat_ws(' ', p.external_reference, a.full_name, a.email))) > 0`,
      [search]
    )
  }
  return query
}

function lines(filter: PaymentFilter) {
  const sort = filter.sort ?? '-created_at'
  return payments(filter)
    .select('p.*', 'a.full_name as subscriber_name')
    .orderBy(`p.${sort.replace('-', '')}`, sort.startsWith('-') ? 'desc' : 'asc')
    .orderBy('p.id')
}

/** One page of the register of payments, newest first unless asked otherwise. */
export async function paymentsPage(filter: PaymentFilter & { page?: number }) {
  const found = await lines(filter).paginate(filter.page ?? 1, PAYMENTS_PER_PAGE)
  return {
    payments: found.all().map(lineOf),
    paging: { page: found.currentPage, perPage: PAYMENTS_PER_PAGE, total: found.total },
  }
}

/** The same rows for a file, in batches, so that a long register never stands in memory whole. */
export async function* streamPayments(filter: PaymentFilter): AsyncGenerator<PaymentLine[]> {
  for (let offset = 0; ; offset += BATCH) {
    const rows = await lines(filter).offset(offset).limit(BATCH)
    if (rows.length > 0) yield rows.map(lineOf)
    if (rows.length < BATCH) return
  }
}

/** How many payments there are of each state, whatever the search. */
export async function countPayments(): Promise<Record<Payment['state'], number>> {
  const rows = await db.from('payments').select('state').count('* as total').groupBy('state')
  const counts = { pending: 0, settled: 0, failed: 0, reversed: 0 }
  for (const { state, total } of rows) counts[state as Payment['state']] = Number(total)
  return counts
}

function lineOf(row: Record<string, any>): PaymentLine {
  return {
    id: row.id,
    subscriberName: row.subscriber_name,
    rail: row.rail,
    reference: row.external_reference,
    state: row.state,
    grossCents: String(row.gross_cents),
    feeCents: String(row.payment_fee_cents),
    settledPeriod: row.settled_period,
    createdAt: row.created_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  }
}
