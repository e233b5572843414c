import db from '@adonisjs/lucid/services/db'

export const MOVEMENT_TYPES = [
  'subscribe',
  'call',
  'transfer',
  'withdraw',
  'exclude',
  'death',
  'cancel',
  'correct',
] as const
export type MovementType = (typeof MOVEMENT_TYPES)[number]

export type MovementFilter = {
  /** Part of a member's name, address or town; or a movement's number. */
  search?: string
  type?: MovementType
  /** Days of effect, YYYY-MM-DD, both counted. */
  from?: string
  to?: string
  memberId?: string
  page?: number
}

type Holder = { id: string; number: number | null; name: string }

/** A line of the movements' register; amounts in cents as decimal strings. */
export type MovementLine = {
  id: string
  number: string
  type: MovementType
  effectiveOn: string
  recordedAt: string
  recordedBy: string
  from: Holder | null
  fromPocket: 'held' | 'leaving' | null
  to: Holder | null
  toPocket: 'held' | 'leaving' | null
  shares: number
  nominalCents: string
  amountCents: string
  paidCents: string
  corrects: string | null
  correctedBy: string | null
  reason: string | null
  pieceReference: string
  previousHash: string
  hash: string
}

export const MOVEMENTS_PER_PAGE = 50
const BATCH = 2_000

const COLUMNS = `
  m.id, m.number::text AS number, m.type, m.effective_on::text AS effective_on, m.recorded_at,
  m.recorded_by_label, m.from_pocket, m.to_pocket, m.shares, m.nominal_cents, m.paid_cents,
  m.corrects::text AS corrects, m.reason, m.piece_reference,
  encode(m.previous_hash, 'hex') AS previous_hash, encode(m.hash, 'hex') AS hash,
  f.id AS from_id, f.number AS from_number, f.display_name AS from_name,
  t.id AS to_id, t.number AS to_number, t.display_name AS to_name,
  (SELECT c.number::text FROM share_movements c WHERE c.corrects = m.number) AS corrected_by`
/** The movements are chosen first: names are looked up for those alone. */
const tables = (chosen: string) => `(SELECT m.* FROM share_movements m ${chosen}) m
  LEFT JOIN members f ON f.id = m.from_member_id LEFT JOIN members t ON t.id = m.to_member_id`

/** One page of the movements' register, newest first. */
export async function movementsPage(filter: MovementFilter) {
  const { where, bindings } = conditionsOf(filter)
  const page = filter.page ?? 1
  const [{ rows }, total] = await Promise.all([
    db.rawQuery(
      `SELECT ${COLUMNS} FROM ${tables(
        `WHERE ${where} ORDER BY m.number DESC
         LIMIT ${MOVEMENTS_PER_PAGE} OFFSET ${(page - 1) * MOVEMENTS_PER_PAGE}`
      )} ORDER BY m.number DESC`,
      bindings
    ),
    countMovements(where, bindings),
  ])
  return {
    movements: (rows as Record<string, any>[]).map(lineOf),
    paging: { page, perPage: MOVEMENTS_PER_PAGE, total },
  }
}

/** Numbers have no gap: without a filter the last one is the count. */
async function countMovements(where: string, bindings: Record<string, string>): Promise<number> {
  const { rows } = await db.rawQuery(
    where === 'true'
      ? 'SELECT last_number::int AS total FROM capital_totals'
      : `SELECT count(*)::int AS total FROM share_movements m WHERE ${where}`,
    bindings
  )
  return rows[0].total
}

/** The same lines for a file, oldest first, in batches. */
export async function* streamMovements(filter: MovementFilter): AsyncGenerator<MovementLine[]> {
  const { where, bindings } = conditionsOf(filter)
  for (let last = '0'; ;) {
    const { rows } = await db.rawQuery(
      `SELECT ${COLUMNS} FROM ${tables(
        `WHERE ${where} AND m.number > :last::bigint ORDER BY m.number LIMIT ${BATCH}`
      )} ORDER BY m.number`,
      { ...bindings, last }
    )
    if (rows.length === 0) return
    last = rows.at(-1).number
    yield (rows as Record<string, any>[]).map(lineOf)
  }
}

function conditionsOf({ search, type, from, to, memberId }: MovementFilter) {
  const conditions: string[] = []
  const bindings: Record<string, string> = {}
  const add = (condition: string, name: string, value: string | undefined) => {
    if (!value) return
    conditions.push(condition)
    bindings[name] = value
  }
  add('m.type = :type', 'type', type)
  add('m.effective_on >= :from::date', 'from', from)
  add('m.effective_on <= :to::date', 'to', to)
  add(':memberId::uuid IN (m.from_member_id, m.to_member_id)', 'memberId', memberId)
  if (search && /^[0-9]{1,12}$/.test(search)) add('m.number = :search::bigint', 'search', search)
  else {
    const found = `SELECT id FROM members
      WHERE search_text LIKE '%' || plain_text(:search) || '%'`
    const pattern = search?.replace(/[\\%_]/g, '\\$&')
    add(`(m.from_member_id IN (${found}) OR m.to_member_id IN (${found}))`, 'search', pattern)
  }
  return { where: conditions.join(' AND ') || 'true', bindings }
}

function holder(row: Record<string, any>, side: 'from' | 'to'): Holder | null {
  if (!row[`${side}_id`]) return null
  return { id: row[`${side}_id`], number: row[`${side}_number`], name: row[`${side}_name`] }
}

function lineOf(row: Record<string, any>): MovementLine {
  return {
    id: row.id,
    number: row.number,
    type: row.type,
    effectiveOn: row.effective_on,
    recordedAt: row.recorded_at.toISOString(),
    recordedBy: row.recorded_by_label.replace(/ <.*>$/, ''),
    from: holder(row, 'from'),
    fromPocket: row.from_pocket,
    to: holder(row, 'to'),
    toPocket: row.to_pocket,
    shares: row.shares,
    nominalCents: String(row.nominal_cents),
    amountCents: String(BigInt(row.shares) * BigInt(row.nominal_cents)),
    paidCents: String(row.paid_cents),
    corrects: row.corrects,
    correctedBy: row.corrected_by,
    reason: row.reason,
    pieceReference: row.piece_reference,
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}
