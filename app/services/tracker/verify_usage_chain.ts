import type { SqlDatabase } from '#services/tracker/sql_database'
import { chainHash, chainStart, type UsageLink } from '#services/tracker/usage_chain'

export type ChainVerdict =
  | { holds: true; day: string; units: number; head: string }
  | { holds: false; day: string; position: number; problem: string }

/**
 * Recomputes the hash chain of a day (YYYY-MM-DD) and names the first place where it breaks:
 * an edited, removed or inserted row, or a cut end (P10).
 */
export async function verifyUsageChain(
  database: SqlDatabase,
  { day }: { day: string }
): Promise<ChainVerdict> {
  return database.use(async (client) => {
    const { rows: days } = await client.query('SELECT units, head FROM usage_days WHERE day = $1', [
      day,
    ])
    const { rows } = await client.query(
      `SELECT ${COLUMNS} FROM usage_units WHERE day = $1 ORDER BY day_position`,
      [day]
    )
    const walked = walk(day, rows)
    if ('problem' in walked) return walked
    const { head, units: position } = walked
    const kept = days[0] ?? { units: 0, head: Buffer.from(chainStart(day), 'hex') }
    if (kept.units !== position) {
      return broken(day, position + 1, `the day counts ${kept.units} units, ${position} are there`)
    }
    if (kept.head.toString('hex') !== head) {
      return broken(day, position, 'the head of the day is not the hash of its last unit')
    }
    return { holds: true, day, units: position, head }
  })
}

const COLUMNS = `period, subscriber_id, work_id, kind, evidence, units, rule_version,
              round(extract(epoch FROM at) * 1000)::bigint AS at_ms, day_position, hash`

/** How many units a day's chain had at some moment, and its head then (hexadecimal). */
export type UsageHead = { day: string; units: number; head: string }

/**
 * Holds the first units of a day to the head that it had when they were all: what came later does
 * not matter, what was changed before is found even when the kept heads were changed with it.
 *
 * @param periods the months in which these units count: no other is read
 * @returns what is wrong, null when nothing is
 */
export async function verifyFrozenDay(
  database: SqlDatabase,
  { day, units, head }: UsageHead,
  periods: string[]
): Promise<string | null> {
  return database.use(async (client) => {
    const { rows } = await client.query(
      `SELECT ${COLUMNS} FROM usage_units
        WHERE day = $1 AND period = ANY($2) AND day_position <= $3 ORDER BY day_position`,
      [day, periods, units]
    )
    const walked = walk(day, rows)
    if ('problem' in walked) return walked.problem
    if (walked.units !== units) return `${units} units were frozen, ${walked.units} are there`
    if (walked.head === head) return null
    return `the units lead to the head ${walked.head}, not to ${head}`
  })
}

/** A day of this month with a unit that the frozen heads do not cover, null when there is none. */
export async function findUnitOutside(
  database: SqlDatabase,
  period: string,
  heads: UsageHead[]
): Promise<string | null> {
  return database.use(async (client) => {
    const { rows } = await client.query(
      `SELECT u.day::text FROM usage_units u
         LEFT JOIN unnest($2::date[], $3::int[]) AS f (day, units) ON f.day = u.day
        WHERE u.period = $1 AND (f.day IS NULL OR u.day_position > f.units) LIMIT 1`,
      [period, heads.map(({ day }) => day), heads.map(({ units }) => units)]
    )
    return rows[0]?.day ?? null
  })
}

/** Follows a day's units from the first on. */
function walk(
  day: string,
  rows: Record<string, any>[]
): { head: string; units: number } | (ChainVerdict & { holds: false }) {
  let head = chainStart(day)
  let position = 0
  for (const row of rows) {
    position++
    if (row.day_position !== position) {
      return broken(day, position, `the unit at place ${position} is missing or doubled`)
    }
    head = chainHash(head, linkOf(day, row))
    if (row.hash.toString('hex') !== head) {
      return broken(day, position, `the unit at place ${position} was changed`)
    }
  }
  return { head, units: position }
}

function linkOf(day: string, row: Record<string, unknown>): UsageLink {
  return {
    day,
    position: row.day_position as number,
    period: row.period as string,
    subscriberId: row.subscriber_id as string,
    workId: row.work_id as string,
    kind: row.kind as UsageLink['kind'],
    evidence: row.evidence as UsageLink['evidence'],
    units: row.units as number,
    ruleVersion: row.rule_version as number,
    atMs: Number(row.at_ms),
  }
}

function broken(day: string, position: number, problem: string): ChainVerdict & { holds: false } {
  return { holds: false, day, position, problem }
}
