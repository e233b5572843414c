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
      `SELECT period, subscriber_id, work_id, kind, evidence, units, rule_version,
              round(extract(epoch FROM at) * 1000)::bigint AS at_ms, day_position, hash
         FROM usage_units WHERE day = $1 ORDER BY day_position`,
      [day]
    )
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

function broken(day: string, position: number, problem: string): ChainVerdict {
  return { holds: false, day, position, problem }
}
