import { to as copyTo } from 'pg-copy-streams'
import royaltiesConfig from '#config/royalties'
import { periodEnd } from '#values/period'
import { LABELS } from '#services/royalties/files/formats'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { partPath } from '#services/royalties/files/period_paths'
import { writeWhole, type WrittenFile } from '#services/royalties/files/draft_file'
import { rangeCondition } from '#services/royalties/close/steps'
import type { CloseContext } from '#services/royalties/close/close_context'
import { previousClosed } from '#services/royalties/queries/previous_closed'

/** Files that are frozen range by range; all are sorted by subscriber first. */
export const RANGED_INPUT = ['contributions', 'usage', 'choices', 'carried'] as const

/** work_id, listeners, then units by evidence class and kind, as decimal strings. */
export type WorkCount = [string, string, string, string, string, string, string, string]

export type FrozenRange = { parts: Record<string, WrittenFile>; works: WorkCount[] }

/**
 * Freezes the rows of one range of subscribers: PostgreSQL writes and sorts the very lines of the
 * frozen files, this only passes them to the disk. One query per file, none per subscriber.
 */
export async function freezeRange(context: CloseContext, range: number): Promise<FrozenRange> {
  const parts: Record<string, WrittenFile> = {}
  await groupUnits(context, range)
  const queries = await rangeQueries(context, range)
  for (const name of RANGED_INPUT) {
    const { file } = INPUT[name]
    const path = partPath(context, 'input', file, range)
    parts[file] = await copyOut(context, queries[name], path)
  }
  for (const name of ['evidence', 'payments'] as const) {
    const { file } = LABELS[name]
    parts[file] = await copyOut(context, queries[name], partPath(context, 'labels', file, range))
  }
  return { parts, works: await countWorks(context) }
}

async function copyOut({ client }: CloseContext, query: string, path: string) {
  const rows = client.query(copyTo(`COPY (${query}) TO STDOUT WITH (FORMAT csv)`))
  return writeWhole(path, rows as AsyncIterable<Uint8Array>)
}

const EVIDENCE_COLUMNS = ['server', 'player', 'announce'].flatMap((evidence) =>
  ['listening', 'download'].map((kind) => ({ evidence, kind, column: `${evidence}_${kind}` }))
)

/**
 * Groups the range's units once, in the order of the files, into a table that goes with the
 * transaction: usage, evidence and the works' counts are then read from it without sorting again.
 */
async function groupUnits({ client, period }: CloseContext, range: number): Promise<void> {
  const sums = EVIDENCE_COLUMNS.map(
    ({ evidence, kind, column }) =>
      `coalesce(sum(units) FILTER (WHERE evidence = '${evidence}' AND kind = '${kind}'), 0) AS ${column}`
  )
  // Sorting in memory, and no compiler for queries that run sixteen times a month.
  await client.query(
    `SET LOCAL work_mem = '${royaltiesConfig.sortMemoryMb}MB'; SET LOCAL jit = off`
  )
  await client.query('DROP TABLE IF EXISTS used')
  await client.query(`
    CREATE TEMPORARY TABLE used ON COMMIT DROP AS
    SELECT subscriber_id, work_id, ${sums.join(', ')}
      FROM usage_units WHERE period = '${period}' AND ${rangeCondition('subscriber_id', range)}
     GROUP BY subscriber_id, work_id ORDER BY subscriber_id, work_id`)
}

/** Listeners and units per work in the range: `[work_id, listeners, six sums]`. */
async function countWorks({ client }: CloseContext): Promise<WorkCount[]> {
  const sums = EVIDENCE_COLUMNS.map(({ column }) => `sum(${column})::text`)
  const { rows } = await client.query({
    text: `SELECT work_id, count(*)::text, ${sums.join(', ')} FROM used GROUP BY work_id ORDER BY work_id`,
    rowMode: 'array',
  })
  return rows as WorkCount[]
}

/** COPY takes no parameters: the month was checked, the instant and the range are our own. */
async function rangeQueries(context: CloseContext, range: number) {
  const { period } = context
  const inRange = rangeCondition('subscriber_id', range)
  const cutOff = periodEnd(period).toUTC().toISO()
  const previous = await previousClosed(period, context.client)
  return {
    contributions: `
      SELECT id, subscriber_id, gross_cents, vat_rate_bp, payment_fee_cents FROM payments
       WHERE settled_period = '${period}' AND state = 'settled' AND ${inRange}
       ORDER BY subscriber_id, id`,
    usage: `
      SELECT subscriber_id, work_id, server_listening + player_listening + announce_listening,
             server_download + player_download + announce_download FROM used`,
    choices: `
      SELECT latest.subscriber_id, line.cause_id, line.basis_points
        FROM (SELECT DISTINCT ON (subscriber_id) subscriber_id, lines FROM cause_choices
               WHERE chosen_at < '${cutOff}' AND ${inRange}
               ORDER BY subscriber_id, chosen_at DESC, id DESC) AS latest,
             jsonb_to_recordset(latest.lines) AS line (cause_id text, basis_points int)
       WHERE EXISTS (SELECT 1 FROM payments p WHERE p.settled_period = '${period}'
                        AND p.state = 'settled' AND p.subscriber_id = latest.subscriber_id)
       ORDER BY latest.subscriber_id, line.cause_id COLLATE "C"`,
    carried: carriedQuery(period, previous, inRange),
    payments: `
      SELECT id, subscriber_id, to_char(settled_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD')
        FROM payments
       WHERE settled_period = '${period}' AND state = 'settled' AND ${inRange}
       ORDER BY subscriber_id, id`,
    evidence: 'SELECT * FROM used',
  }
}

/** What the month before carried out, less what reversals have taken from it since. */
function carriedQuery(
  period: string,
  previous: { period: string; revision: number } | null,
  inRange: string
): string {
  if (!previous) return 'SELECT 1 WHERE false'
  return `
    SELECT c.subscriber_id, c.amount_micro + coalesce(a.amount_micro, 0), c.months
      FROM carried_amounts c
      LEFT JOIN (SELECT subscriber_id, sum(amount_micro)::bigint AS amount_micro
                   FROM carried_adjustments WHERE period = '${period}' GROUP BY subscriber_id) a
        USING (subscriber_id)
     WHERE c.period = '${previous.period}' AND c.revision = ${previous.revision}
       AND ${inRange.replaceAll('subscriber_id', 'c.subscriber_id')}
       AND c.amount_micro + coalesce(a.amount_micro, 0) > 0
     ORDER BY c.subscriber_id`
}
