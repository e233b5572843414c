import { readFileSync } from 'node:fs'
import {
  buildPublicReport,
  TOTAL_NAMES,
  type HashedFile,
  type PublicReport,
  type ReportInput,
  type ReportTotals,
} from '#services/publication/documents/public_report'
import { SUSPENSE } from '#services/royalties/allocation/finalize_period'
import { parsePolicy } from '#services/royalties/allocation/policy'
import type { CloseContext } from '#services/royalties/close/close_context'
import type { Labels } from '#services/royalties/close/freeze_labels'
import { readSummary } from '#services/royalties/close/post_ledger'
import { OUTPUT } from '#services/royalties/files/formats'
import { listFiles } from '#services/royalties/files/period_files'
import { filePath } from '#services/royalties/files/period_paths'
import { statementPolicy } from '#services/royalties/statements/month_facts'
import { parseUsageHeads, USAGE_HEADS_FILE } from '#services/royalties/close/freeze_usage_heads'
import { reportedDays } from '../verification/verify_usage.js'
import { codeCommit } from './code_commit.js'
import { registersOfMonth } from './registers_of_month.js'
import {
  contributionLines,
  costLines,
  countContributions,
  countRows,
  countUse,
} from './report_lines.js'

/**
 * Gathers the public report of a month from its kept files and the result of its computation.
 *
 * @throws ReportError when an identity of the month does not hold (P12)
 */
export async function gatherReport(
  context: CloseContext,
  statements: number
): Promise<PublicReport> {
  const { period, revision } = context
  const policyBytes = readFileSync(filePath(context, 'input', 'policy.json'))
  const policy = parsePolicy(policyBytes)
  const document = JSON.parse(policyBytes.toString('utf8'))
  const labels: Labels = JSON.parse(
    readFileSync(filePath(context, 'labels', 'labels.json'), 'utf8')
  )
  const totals = totalsOf(await readSummary(context))
  const previous = await previousPublication(context)
  return buildPublicReport({
    period,
    revision,
    rule_version: policy.ruleVersion,
    code_commit: await codeCommit(),
    policy: statementPolicy(policy, document),
    totals,
    cost_lines: costLines(period, BigInt(totals.operations_micro), document.operation_lines ?? []),
    contribution_lines: await contributionLines(
      filePath(context, 'output', OUTPUT.subscriberCauses.file),
      labels.causes
    ),
    counts: await countsOf(context, labels, statements),
    usage_days: reportedDays(
      parseUsageHeads(readFileSync(filePath(context, 'labels', USAGE_HEADS_FILE), 'utf8'))
    ),
    registers: await registersOfMonth(period, context.trx),
    ...(await hashedFiles(context)),
    previous_doc_hash: previous?.docHash ?? null,
    ...(revision > 1 ? { corrects: await correctedBy(context) } : {}),
  })
}

function totalsOf(summary: Record<string, string>): ReportTotals {
  return Object.fromEntries(TOTAL_NAMES.map((name) => [name, summary[name]])) as ReportTotals
}

async function countsOf(
  context: CloseContext,
  labels: Labels,
  statements: number
): Promise<PublicReport['counts']> {
  const use = countUse(labels.works)
  const paid = await countContributions(filePath(context, 'input', 'contributions.csv'))
  const balances = filePath(context, 'output', OUTPUT.balances.file)
  const payees = await countRows(OUTPUT.balances, balances, (id) => id !== SUSPENSE)
  return {
    subscribers: String(paid.people),
    contributions: String(paid.total),
    works: String(use.works),
    payees: String(payees),
    statements: String(statements),
    listening_units: use.listening.toString(),
    download_units: use.download.toString(),
  }
}

/** Names as the month's directory has them, without that of the input and the output. */
async function hashedFiles(context: CloseContext) {
  const files = await listFiles(context, context.trx)
  const hashed = (kind: string, prefix = ''): HashedFile[] =>
    files
      .filter((file) => file.kind === kind)
      .map(({ name, bytes, sha256 }) => ({
        name: `${prefix}${name}`,
        bytes: bytes.toString(),
        sha256,
      }))
  return {
    input_files: [...hashed('input'), ...hashed('labels', 'labels/')],
    output_files: hashed('output'),
  }
}

/** The report sealed last before this one. */
async function previousPublication({ client, period, revision }: CloseContext) {
  const { rows } = await client.query(
    `SELECT doc_hash FROM publications WHERE (period, revision) <> ($1, $2)
      ORDER BY sealed_at DESC, period DESC, revision DESC LIMIT 1`,
    [period, revision]
  )
  return rows[0] ? { docHash: `0x${rows[0].doc_hash.toString('hex')}` } : null
}

/** What the revision before said; why it is corrected stands in the adjustments of the month. */
async function correctedBy({
  client,
  period,
  revision,
}: CloseContext): Promise<NonNullable<ReportInput['corrects']>> {
  const { rows } = await client.query(
    'SELECT public_report FROM publications WHERE period = $1 AND revision = $2',
    [period, revision - 1]
  )
  if (!rows[0]) throw new Error(`Revision ${revision} of ${period} corrects one never sealed`)
  const { totals } = JSON.parse(rows[0].public_report.toString('utf8')) as PublicReport
  return { reason: `Révision ${revision} du mois ${period}`, totals }
}
