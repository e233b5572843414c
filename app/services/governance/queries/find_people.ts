import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import { electorsOf, named } from '#services/governance/queries/electors_of'
import type { Clock } from '#values/clock'

/** Somebody to choose, as their form sends them. */
export type Person = {
  /** A number of the register; of a secretary the account's id. */
  value: string
  name: string
  /** Of the register; none for the staff. */
  number: number | null
  presence: 'room' | 'remote' | null
  /** Without an account nobody signs minutes. */
  hasAccount: boolean
}

/** What a list shows; `isMore` when a few letters would find others. */
export type People = { people: Person[]; isMore: boolean }

const SHOWN_MAX = 30

/** Who has a vote in a meeting, those present first: for its chair, its tellers, its proxies. */
export async function findElectors(
  assembly: Assembly,
  search: string,
  clock: Clock
): Promise<People> {
  const [electors, presence] = await Promise.all([
    electorsOf(assembly, clock),
    presenceIn(assembly.id),
  ])
  const found = search.trim() ? named(electors, search) : electors
  const isHere = ({ id }: { id: string }) => Number(presence.has(id))
  const shown = found.toSorted((a, b) => isHere(b) - isHere(a)).slice(0, SHOWN_MAX)
  const accounts = await withAccount(shown.map(({ id }) => id))
  const people = shown.map(({ id, number, name }) => ({
    value: String(number),
    name,
    number,
    presence: presence.get(id) ?? null,
    hasAccount: accounts.has(id),
  }))
  return { people, isMore: found.length > SHOWN_MAX }
}

/**
 * Who can write the minutes: the staff and members with an account, those present first. Somebody
 * else of the co-operative is found by their whole address only: a list of subscribers is nobody's.
 */
export async function findSecretaries(assembly: Assembly, search: string): Promise<People> {
  const { rows } = await db.rawQuery(
    `SELECT a.id AS value, a.full_name AS name, m.number, t.mode AS presence, true AS "hasAccount"
       FROM accounts a
       LEFT JOIN members m ON m.account_id = a.id AND m.state = 'active'
       LEFT JOIN attendances t ON t.assembly_id = :id AND t.member_id = m.id AND t.left_at IS NULL
      WHERE a.closed_at IS NULL
        AND ((m.id IS NOT NULL OR EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = a.id))
             AND CASE WHEN :search ~ '^[0-9]+$' THEN m.number::text = :search
                 ELSE strpos(plain_text(a.full_name || ' ' || a.email), plain_text(:search)) > 0 END
             OR a.email = lower(:search))
      ORDER BY t.mode IS NULL, m.number IS NOT NULL, a.full_name, a.id LIMIT ${SHOWN_MAX + 1}`,
    { id: assembly.id, search: search.trim() }
  )
  return shortened(rows)
}

/** Members of today, for a seat that a meeting outside of the program gave. */
export async function findMembers(search: string): Promise<People> {
  const { rows } = await db.rawQuery(
    `SELECT number::text AS value, display_name AS name, number, NULL AS presence,
            account_id IS NOT NULL AS "hasAccount"
       FROM members
      WHERE state = 'active'
        AND CASE WHEN :search ~ '^[0-9]+$' THEN number::text = :search
            ELSE strpos(plain_text(display_name), plain_text(:search)) > 0 END
      ORDER BY members.number LIMIT ${SHOWN_MAX + 1}`,
    { search: search.trim() }
  )
  return shortened(rows)
}

const shortened = (rows: Person[]): People => ({
  people: rows.slice(0, SHOWN_MAX),
  isMore: rows.length > SHOWN_MAX,
})

async function presenceIn(assemblyId: string): Promise<Map<string, 'room' | 'remote'>> {
  const here = await db
    .from('attendances')
    .where('assembly_id', assemblyId)
    .whereNull('left_at')
    .select('member_id', 'mode')
  return new Map(here.map(({ member_id: id, mode }) => [id, mode]))
}

async function withAccount(memberIds: string[]): Promise<Set<string>> {
  const rows = await db
    .from('members')
    .whereIn('id', memberIds)
    .whereNotNull('account_id')
    .select('id')
  return new Set(rows.map(({ id }) => id))
}
