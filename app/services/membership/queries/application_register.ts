import db from '@adonisjs/lucid/services/db'
import type { ApplicationState } from '#models/membership/application'
import type { MemberKind } from '#models/membership/member'

/** A column's name, with a minus for descending. */
export const APPLICATION_SORTS = [
  'created_at',
  '-created_at',
  'name',
  '-name',
  'shares',
  '-shares',
  'state',
  '-state',
] as const

export type ApplicationFilter = {
  /** Part of a name, an address or a reference. */
  search?: string
  state?: ApplicationState
  category?: string
  kind?: MemberKind
  /** Days in Paris, both included, on which the application came. */
  from?: string
  to?: string
  sort?: (typeof APPLICATION_SORTS)[number]
}

export type ApplicationLine = {
  id: string
  reference: string
  name: string
  email: string
  kind: MemberKind
  category: string
  shares: number
  amountCents: string
  state: ApplicationState
  createdAt: string
  signedAt: string | null
  decisionReference: string | null
  decisionDate: string | null
}

export const APPLICATIONS_PER_PAGE = 50
const BATCH = 1000
const NAME = `coalesce(legal_name, concat_ws(' ', given_name, family_name))`
/** As the index applications_search has it. */
const SEARCHED = `plain_text(coalesce(given_name, '') || ' ' || coalesce(family_name, '') || ' ' ||
                   coalesce(legal_name, '') || ' ' || email || ' ' || reference)`
const COLUMNS: Record<string, string> = {
  created_at: 'created_at',
  name: `plain_text(coalesce(legal_name, concat_ws(' ', family_name, given_name)))`,
  shares: 'shares',
  state: 'state',
}

/** What was never signed is a draft, not an application: only who asks for drafts sees them. */
function applications({ search, state, category, kind, from, to }: ApplicationFilter) {
  const query = db.from('applications').whereNull('erased_at')
  if (state) query.where('state', state)
  if (state !== 'unsigned') query.whereNotNull('signed_at')
  if (category) query.where('category_code', category)
  if (kind) query.where('kind', kind)
  if (from) query.whereRaw(`created_at >= ?::date::timestamp AT TIME ZONE 'Europe/Paris'`, [from])
  if (to) query.whereRaw(`created_at < (?::date + 1)::timestamp AT TIME ZONE 'Europe/Paris'`, [to])
  if (search) {
    query.whereRaw(`${SEARCHED} LIKE '%' || plain_text(?) || '%'`, [
      search.replace(/[\\%_]/g, (sign) => `\\${sign}`),
    ])
  }
  return query
}

function lines(filter: ApplicationFilter) {
  const sort = filter.sort ?? '-created_at'
  return applications(filter)
    .select('*', db.raw(`${NAME} AS name`), db.raw('shares * nominal_cents AS amount_cents'))
    .select(db.raw('decision_date::text AS decided_on'))
    .orderByRaw(`${COLUMNS[sort.replace('-', '')]} ${sort.startsWith('-') ? 'DESC' : 'ASC'}, id`)
}

/** One page of the applications, newest first unless asked otherwise. */
export async function applicationsPage(filter: ApplicationFilter & { page?: number }) {
  const found = await lines(filter).paginate(filter.page ?? 1, APPLICATIONS_PER_PAGE)
  return {
    applications: found.all().map(lineOf),
    paging: { page: found.currentPage, perPage: APPLICATIONS_PER_PAGE, total: found.total },
  }
}

/** The same rows for a file, in batches, so that a long list never stands in memory whole. */
export async function* streamApplications(
  filter: ApplicationFilter
): AsyncGenerator<ApplicationLine[]> {
  for (let offset = 0; ; offset += BATCH) {
    const rows = await lines(filter).offset(offset).limit(BATCH)
    if (rows.length > 0) yield rows.map(lineOf)
    if (rows.length < BATCH) return
  }
}

/** How many applications there are of each state, whatever the search. */
export async function countApplications(): Promise<Record<string, number>> {
  const rows = await db
    .from('applications')
    .whereNull('erased_at')
    .whereRaw(`(signed_at IS NOT NULL OR state = 'unsigned')`)
    .select('state')
    .count('* as total')
    .groupBy('state')
  return Object.fromEntries(rows.map(({ state, total }) => [state, Number(total)]))
}

function lineOf(row: Record<string, any>): ApplicationLine {
  return {
    id: row.id,
    reference: row.reference,
    name: row.name,
    email: row.email,
    kind: row.kind,
    category: row.category_code,
    shares: row.shares,
    amountCents: String(row.amount_cents),
    state: row.state,
    createdAt: row.created_at.toISOString(),
    signedAt: row.signed_at?.toISOString() ?? null,
    decisionReference: row.decision_reference,
    decisionDate: row.decided_on,
  }
}
