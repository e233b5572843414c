import { to as copyTo } from 'pg-copy-streams'
import { periodEnd } from '#values/period'
import { LABELS, PACKED_UNITS } from '#services/royalties/files/formats'
import { INPUT } from '#services/royalties/allocation/csv_files'
import { partPath } from '#services/royalties/files/period_paths'
import { writeWhole, type WrittenFile } from '#services/royalties/files/draft_file'
import { rangeCondition } from '#services/royalties/close/steps'
import type { CloseContext } from '#services/royalties/close/close_context'
import type { FrozenRange } from '#services/royalties/close/frozen_parts'
import { copyBinary } from '#services/royalties/units/copy_binary'
import { packUnits } from '#services/royalties/units/packed_units'
import { rangePartition } from '#services/royalties/units/range_partition'
import { sortUnits } from '#services/royalties/units/sort_units'
import { UnitRows } from '#services/royalties/units/unit_rows'
import { previousClosed } from '#services/royalties/queries/previous_closed'

/** Small files that are frozen range by range; all are sorted by subscriber first. */
export const RANGED_INPUT = ['contributions', 'choices', 'carried'] as const

/**
 * Freezes the rows of one range of subscribers, one query per file, none per subscriber. Use is
 * sorted here and kept packed; the lines of the small files are written and sorted by PostgreSQL.
 */
export async function freezeRange(context: CloseContext, range: number): Promise<FrozenRange> {
  const parts = await freezeUnits(context, range)
  const queries = await rangeQueries(context, range)
  for (const name of RANGED_INPUT) {
    const { file } = INPUT[name]
    const path = partPath(context, 'input', file, range)
    parts[file] = await copyOut(context, queries[name], path)
  }
  const { file } = LABELS.payments
  parts[file] = await copyOut(context, queries.payments, partPath(context, 'labels', file, range))
  return { parts }
}

async function copyOut({ client }: CloseContext, query: string, path: string) {
  const rows = client.query(copyTo(`COPY (${query}) TO STDOUT WITH (FORMAT csv)`))
  return writeWhole(path, rows as AsyncIterable<Uint8Array>)
}

/**
 * The range's units out of the database as they lie there, sorted here: what PostgreSQL would sort
 * and spill to disk fits in memory, a sixteenth of the month.
 */
async function freezeUnits(
  context: CloseContext,
  range: number
): Promise<Record<string, WrittenFile>> {
  const rows = new UnitRows()
  const units = await rangePartition(context.client, context.period, range)
  await copyBinary(
    context.client,
    `COPY ${units} (subscriber_id, work_id, kind, evidence, units) TO STDOUT (FORMAT binary)`,
    rows.take
  )
  const path = partPath(context, 'input', PACKED_UNITS, range)
  return { [PACKED_UNITS]: await writeWhole(path, packUnits(sortUnits(rows))) }
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
