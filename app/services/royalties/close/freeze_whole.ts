import { to as copyTo } from 'pg-copy-streams'
import Period from '#models/royalties/period'
import Policy from '#models/royalties/policy'
import { INPUT, headerOf } from '#services/royalties/allocation/csv_files'
import { SUSPENSE } from '#services/royalties/allocation/finalize_period'
import { crashPoint } from '#services/royalties/close/crash_point'
import type { CloseContext, Figures } from '#services/royalties/close/close_context'
import { RANGED_INPUT } from '#services/royalties/close/freeze_range'
import { freezeLabels } from '#services/royalties/close/freeze_labels'
import { freezeUsageHeads, USAGE_HEADS_FILE } from '#services/royalties/close/freeze_usage_heads'
import { freezeUnitLines } from '#services/royalties/close/freeze_unit_lines'
import { rangesOf } from '#services/royalties/close/steps'
import { LABELS } from '#services/royalties/files/formats'
import { chunksOf, writeWhole, type WrittenFile } from '#services/royalties/files/draft_file'
import { recordFile } from '#services/royalties/files/period_files'
import { filePath, partPath, type FileKind } from '#services/royalties/files/period_paths'
import { policyDocument } from '#services/royalties/policies/policy_document'
import { previousClosed } from '#services/royalties/queries/previous_closed'
import { periodEnd, periodLastDay } from '#values/period'

/**
 * Ends the freeze: joins the ranges' parts, writes what concerns works and payees, the policy and
 * the labels, and records every file with its SHA-256.
 */
export async function freezeWhole(context: CloseContext): Promise<Figures> {
  for (const name of RANGED_INPUT) {
    const { file } = INPUT[name]
    await keep(context, 'input', file, headerOf(INPUT[name]), partsOfFile(context, 'input', file))
  }
  const units = await freezeUnitLines(context)
  await record(context, 'input', INPUT.usage.file, units.usage)
  await record(context, 'labels', LABELS.evidence.file, units.evidence)
  crashPoint('freeze.files')
  const queries = await wholeQueries(context)
  for (const name of ['splits', 'adjustments', 'balances'] as const) {
    const { file } = INPUT[name]
    const rows = copyRows(context, queries[name])
    await keep(context, 'input', file, headerOf(INPUT[name]), rows)
  }
  const period = await Period.findOrFail(context.period, { client: context.trx })
  const policy = await Policy.findOrFail(period.policyId, { client: context.trx })
  const document = Buffer.from(policyDocument(policy, context.period))
  await keep(context, 'input', 'policy.json', '', [document])
  const { file } = LABELS.payments
  const payments = partsOfFile(context, 'labels', file)
  await keep(context, 'labels', file, headerOf(LABELS.payments), payments)
  await keep(context, 'labels', USAGE_HEADS_FILE, '', [await freezeUsageHeads(context)])
  await keep(context, 'labels', 'labels.json', '', [await freezeLabels(context, units.works)])
  return freezeFigures(context)
}

function partsOfFile(context: CloseContext, kind: 'input' | 'labels', file: string) {
  return chunksOf(rangesOf('freeze').map((range) => partPath(context, kind, file, range)))
}

async function keep(
  context: CloseContext,
  kind: FileKind,
  name: string,
  header: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
) {
  const path = filePath(context, kind, name)
  await record(context, kind, name, await writeWhole(path, chunks, { header, durable: true }))
}

function record(context: CloseContext, kind: FileKind, name: string, written: WrittenFile) {
  return recordFile(context, kind, name, written, context.clock.now(), context.trx)
}

function copyRows({ client }: CloseContext, query: string): AsyncIterable<Uint8Array> {
  return client.query(copyTo(`COPY (${query}) TO STDOUT WITH (FORMAT csv)`))
}

async function wholeQueries({ period, client }: CloseContext) {
  const previous = await previousClosed(period, client)
  const cutOff = periodEnd(period).toUTC().toISO()
  return {
    // P17: the latest sheet in force on the last day; what was not accepted by then is in suspense.
    splits: `
      SELECT work_id, payee, sum(basis_points) AS basis_points
        FROM (SELECT s.work_id, l.basis_points,
                     CASE WHEN l.accepted_at < '${cutOff}' THEN l.payee_id::text
                          ELSE '${SUSPENSE}' END AS payee
                FROM (SELECT DISTINCT ON (work_id) id, work_id FROM split_sheets
                       WHERE valid_from <= '${periodLastDay(period)}'
                       ORDER BY work_id, valid_from DESC, version DESC) AS s
                JOIN split_lines l ON l.split_sheet_id = s.id) AS line
       GROUP BY work_id, payee ORDER BY work_id, payee COLLATE "C"`,
    adjustments: `
      SELECT coalesce(payee_id::text, '${SUSPENSE}') AS payee, amount_micro, corrects
        FROM adjustments WHERE period = '${period}'
       ORDER BY coalesce(payee_id::text, '${SUSPENSE}') COLLATE "C", corrects COLLATE "C"`,
    balances: previous
      ? `SELECT coalesce(payee_id::text, '${SUSPENSE}') AS payee, closing_micro
           FROM payee_balances
          WHERE period = '${previous.period}' AND revision = ${previous.revision}
            AND closing_micro <> 0
          ORDER BY coalesce(payee_id::text, '${SUSPENSE}') COLLATE "C"`
      : 'SELECT 1 WHERE false',
  }
}

async function freezeFigures({ client, period, revision }: CloseContext): Promise<Figures> {
  const { rows } = await client.query(
    `SELECT (SELECT count(*) FROM payments WHERE settled_period = $1 AND state = 'settled') AS payments,
            (SELECT coalesce(sum(gross_cents), 0) FROM payments
              WHERE settled_period = $1 AND state = 'settled') AS gross_cents,
            (SELECT count(DISTINCT subscriber_id) FROM payments
              WHERE settled_period = $1 AND state = 'settled') AS subscribers,
            (SELECT coalesce(sum(listening_units + download_units), 0) FROM usage_totals
              WHERE period = $1) AS units,
            (SELECT count(*) FROM period_files WHERE period = $1 AND revision = $2) AS files`,
    [period, revision]
  )
  return rows[0]
}
