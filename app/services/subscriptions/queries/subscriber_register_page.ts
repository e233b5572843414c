import db from '@adonisjs/lucid/services/db'
import type Subscription from '#models/subscriptions/subscription'

/** A column's name, with a minus for descending. */
export const SUBSCRIBER_SORTS = ['name', '-name', 'since', '-since'] as const

export type SubscriberFilter = {
  search?: string
  state?: Subscription['state']
  sort?: (typeof SUBSCRIBER_SORTS)[number]
}

export type SubscriberLine = {
  id: string
  /** Null once the account is closed: the pseudonym stays in the books. */
  name: string | null
  email: string | null
  planName: string | null
  state: Subscription['state'] | null
  since: string
  /** Settled contributions so far. */
  paidCount: number
  lastPaidOn: string | null
}

export const SUBSCRIBERS_PER_PAGE = 50
const BATCH = 1000
const COLUMNS = { name: 'a.full_name', since: 's.created_at' }

/** Each subscriber with the latest of their subscriptions. */
function subscribers({ search, state }: SubscriberFilter) {
  const query = db
    .from('subscribers as s')
    .leftJoin('accounts as a', (join) =>
      join.on('a.id', '=', 's.account_id').andOnNull('a.closed_at')
    )
    .joinRaw(
      `LEFT JOIN LATERAL (SELECT c.state, n.name_fr, n.name_en FROM subscriptions c
                            JOIN plans n ON n.id = c.plan_id
                           WHERE c.subscriber_id = s.id ORDER BY c.started_at DESC, c.id LIMIT 1) l ON true`
    )
  if (state) query.where('l.state', state)
  if (search) {
    query.whereRaw(
      `position(plain_text(?) in plain_text(concat_ws(' ', a.full_name, a.email))) > 0`,
      [search]
    )
  }
  return query
}

function lines(filter: SubscriberFilter) {
  const sort = filter.sort ?? '-since'
  const column = COLUMNS[sort.replace('-', '') as keyof typeof COLUMNS]
  return subscribers(filter)
    .select('s.id', 's.created_at', 'a.full_name', 'a.email', 'l.state', 'l.name_fr', 'l.name_en')
    .select(
      db.raw(`(SELECT count(*)::int FROM payments p
                WHERE p.subscriber_id = s.id AND p.state = 'settled') AS paid_count`),
      db.raw(`(SELECT max(p.settled_at) FROM payments p
                WHERE p.subscriber_id = s.id AND p.state = 'settled') AS last_paid_at`)
    )
    .orderByRaw(`${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'} NULLS LAST, s.id`)
}

/** One page of the register of subscribers, newest first unless asked otherwise. */
export async function subscribersPage(
  filter: SubscriberFilter & { page?: number },
  locale: string
) {
  const found = await lines(filter).paginate(filter.page ?? 1, SUBSCRIBERS_PER_PAGE)
  return {
    subscribers: found.all().map((row) => lineOf(row, locale)),
    paging: { page: found.currentPage, perPage: SUBSCRIBERS_PER_PAGE, total: found.total },
  }
}

/** The same rows for a file, in batches, so that a long register never stands in memory whole. */
export async function* streamSubscribers(
  filter: SubscriberFilter,
  locale: string
): AsyncGenerator<SubscriberLine[]> {
  for (let offset = 0; ; offset += BATCH) {
    const rows = await lines(filter).offset(offset).limit(BATCH)
    if (rows.length > 0) yield rows.map((row) => lineOf(row, locale))
    if (rows.length < BATCH) return
  }
}

/** How many people's latest subscription is in each state, whatever the search. */
export async function countSubscribers(): Promise<Record<Subscription['state'], number>> {
  const rows = await subscribers({}).select('l.state').count('* as total').groupBy('l.state')
  const counts = { active: 0, cancelled: 0, ended: 0 }
  for (const { state, total } of rows) {
    if (state) counts[state as Subscription['state']] = Number(total)
  }
  return counts
}

function lineOf(row: Record<string, any>, locale: string): SubscriberLine {
  return {
    id: row.id,
    name: row.full_name,
    email: row.email,
    planName: locale === 'en' ? row.name_en : row.name_fr,
    state: row.state,
    since: row.created_at.toISOString(),
    paidCount: row.paid_count,
    lastPaidOn: row.last_paid_at?.toISOString() ?? null,
  }
}
