import type { StatementPolicy } from '#services/royalties/statements/documents'
import type { RegistryTotals } from '#services/publication/contract/period_registry'
import { canonicalJson, sha256 } from '#values/digest'
import { centsToMicro } from '#values/money'

/**
 * What the co-operative says of a month to everybody. Its RFC 8785 bytes are hashed on the chain
 * (docHash). Every figure is a decimal string; it holds no row of a person.
 */
export type PublicReport = {
  /**
   * 2 since the report has the heads of the days of use, 3 since it has the co-operative's own
   * registers; months published before keep theirs.
   */
  format: 1 | 2 | 3
  kind: 'public_report'
  period: string
  revision: number
  rule_version: number
  /** The commit of the code that computed the month; `unknown` outside a checkout. */
  code_commit: string
  policy: StatementPolicy
  totals: ReportTotals
  /** The running costs' share by line of the voted budget, and what it was per subscriber. */
  cost_lines: { label_fr: string; label_en: string; basis_points: string; amount_micro: string }[]
  contribution_lines: { cause_id: string; name: string; amount_micro: string }[]
  counts: {
    /** People whose contribution settled in the month. */
    subscribers: string
    contributions: string
    works: string
    payees: string
    statements: string
    listening_units: string
    download_units: string
  }
  /** Sorted by name: who holds the frozen input can check that it is this one. */
  input_files: HashedFile[]
  output_files: HashedFile[]
  /**
   * How many units of use each day's hash chain had when the month was frozen, and its head (P10).
   * Absent from reports of format 1.
   */
  usage_days?: { day: string; units: string; head: string }[]
  /** Absent before format 3. */
  registers?: MonthRegisters
  /** docHash of the period (or revision) published before this one: the reports form a chain. */
  previous_doc_hash: string | null
  /** From revision 2 on: what was wrong and by how much each total moved. */
  correction: { reason: string; differences: Record<string, string> } | null
}

/**
 * What the co-operative's own registers came to in the month: with the report's hash they stand on
 * the chain, where nobody writes them again (C11, C23, C29). Hashes only, in hexadecimal.
 */
export type MonthRegisters = {
  /** The share register at the end of the month's last day; null before the first movement. */
  shares: { day: string; movements: string; root: string } | null
  /** The lists of voters that were frozen in the month. */
  electorates: { assembly: string; frozen_on: string; root: string }[]
  /** The minutes that took their number in the month: the signed text and the sealed file. */
  minutes: {
    body: string
    number: string
    sealed_on: string
    sha256: string
    pdf_sha256: string
  }[]
}

export type HashedFile = { name: string; bytes: string; sha256: string }

/** The figures of the allocation's summary.json. */
export type ReportTotals = Record<(typeof TOTAL_NAMES)[number], string>

export const TOTAL_NAMES = [
  'gross_cents',
  'vat_cents',
  'payment_fees_cents',
  'fee_shortfall_cents',
  'net_cents',
  'artists_micro',
  'contributions_micro',
  'operations_micro',
  'carried_in_micro',
  'carried_out_micro',
  'pool_micro',
  'payee_lines_micro',
  'suspense_micro',
  'adjustments_micro',
  'payout_cents',
] as const

export class ReportError extends Error {}

/** What only months published since then have. */
type Later = 'usage_days' | 'registers'

export type ReportInput = Omit<PublicReport, 'format' | 'kind' | 'correction' | Later> &
  Required<Pick<PublicReport, Later>> & {
    /** The totals that the previous revision published, and why they are corrected. */
    corrects?: { reason: string; totals: ReportTotals }
  }

/**
 * Builds the report, a pure function of its input.
 *
 * @throws ReportError when the month's identities do not hold (P12)
 */
export function buildPublicReport({ corrects, ...input }: ReportInput): PublicReport {
  assertIdentities(input)
  if (input.revision > 1 !== (corrects !== undefined)) {
    throw new ReportError('a revision after the first says what it corrects, the first does not')
  }
  const byName = (one: HashedFile, other: HashedFile) => (one.name < other.name ? -1 : 1)
  return {
    format: 3,
    kind: 'public_report',
    ...input,
    input_files: input.input_files.toSorted(byName),
    output_files: input.output_files.toSorted(byName),
    correction: corrects ? correctionOf(corrects, input.totals) : null,
  }
}

/** RFC 8785 bytes, as they are stored, served and hashed. */
export function reportBytes(report: PublicReport): Buffer {
  return Buffer.from(canonicalJson(report))
}

/** SHA-256 of the report's bytes: what the chain keeps of it. */
export function docHashOf(report: PublicReport): Buffer {
  return sha256(reportBytes(report))
}

/** The totals as the contract takes them: all in micro-euro. */
export function registryTotals(totals: ReportTotals): RegistryTotals {
  return {
    artists: BigInt(totals.artists_micro),
    contributions: BigInt(totals.contributions_micro),
    operations: BigInt(totals.operations_micro),
    vat: centsToMicro(BigInt(totals.vat_cents)),
    fees: centsToMicro(BigInt(totals.payment_fees_cents)),
  }
}

function correctionOf(
  corrects: NonNullable<ReportInput['corrects']>,
  totals: ReportTotals
): PublicReport['correction'] {
  const differences = TOTAL_NAMES.map(
    (name) => [name, BigInt(totals[name]) - BigInt(corrects.totals[name])] as const
  ).filter(([, difference]) => difference !== 0n)
  return {
    reason: corrects.reason,
    differences: Object.fromEntries(
      differences.map(([name, difference]) => [name, difference.toString()])
    ),
  }
}

function assertIdentities(report: Omit<ReportInput, 'corrects'>): void {
  const of = (name: (typeof TOTAL_NAMES)[number]) => BigInt(report.totals[name])
  const sum = (lines: { amount_micro: string }[]) =>
    lines.reduce((total, line) => total + BigInt(line.amount_micro), 0n)
  const identities: [string, bigint, bigint][] = [
    [
      'gross = vat + payment fees − fee shortfall + net',
      of('gross_cents'),
      of('vat_cents') + of('payment_fees_cents') - of('fee_shortfall_cents') + of('net_cents'),
    ],
    [
      'net = artists + contributions + operations',
      centsToMicro(of('net_cents')),
      of('artists_micro') + of('contributions_micro') + of('operations_micro'),
    ],
    [
      'artists + carried in = payee lines + suspense + carried out',
      of('artists_micro') + of('carried_in_micro'),
      of('payee_lines_micro') + of('suspense_micro') + of('carried_out_micro'),
    ],
    ['contributions = their lines', of('contributions_micro'), sum(report.contribution_lines)],
    ['operations = cost lines', of('operations_micro'), sum(report.cost_lines)],
  ]
  for (const [name, left, right] of identities) {
    if (left !== right) throw new ReportError(`${report.period}: ${name}: ${left} is not ${right}`)
  }
}
