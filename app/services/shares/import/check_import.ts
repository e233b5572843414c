import db from '@adonisjs/lucid/services/db'
import { guessMapping, IMPORT_FIELDS, REQUIRED_FIELDS } from '#services/shares/import/columns'
import type { ImportField, ImportMapping } from '#services/shares/import/columns'
import { readLine, type ImportLine, type LineError } from '#services/shares/import/read_line'
import { readTable, type ImportTable, type TableRefusal } from '#services/shares/import/read_table'
import { rehearse, type Rehearsal } from '#services/shares/import/rehearse'
import { loadStart } from '#services/shares/import/start_of_import'
import { displayNameOf } from '#services/membership/details/names'
import type { Clock } from '#values/clock'
import { ok, type Result } from '#values/result'

const ERRORS_SHOWN = 500
const WARNINGS_SHOWN = 200
const PREVIEW = 20

export type CategoryTotal = {
  code: string
  labelFr: string
  labelEn: string
  members: number
  subscribedCents: string
}

/** What a dry run says; amounts as decimal strings of cents. Kept with the file until it is applied. */
export type ImportReport = {
  encoding: string
  delimiter: string
  headers: string[]
  lineCount: number
  missingColumns: ImportField[]
  errorCount: number
  errors: LineError[]
  warningCount: number
  warnings: LineError[]
  preview: {
    line: number
    name: string
    categoryCode: string
    joinedOn: string
    shares: number
    paidCents: string
  }[]
  totals: {
    members: number
    shares: number
    subscribedCents: string
    paidCents: string
    publicCents: string
    floorCents: string
    byCategory: CategoryTotal[]
  }
}

export type CheckedImport = {
  mapping: ImportMapping
  report: ImportReport
  rehearsal: Rehearsal | null
}

/** Reads a file and plays it through the rules; writes nothing. */
export async function checkImport(
  content: Uint8Array,
  clock: Clock,
  asked?: ImportMapping
): Promise<Result<CheckedImport, TableRefusal>> {
  const outcome = readTable(content)
  if (!outcome.ok) return outcome
  const table = outcome.value
  const mapping = asked ? validMapping(asked, table.headers.length) : guessMapping(table.headers)
  const missingColumns = missingOf(mapping)
  if (missingColumns.length > 0) {
    return ok({ mapping, report: { ...emptyReport(table), missingColumns }, rehearsal: null })
  }
  const errors: LineError[] = []
  const lines: ImportLine[] = []
  for (const row of table.rows) {
    const read = readLine(row, mapping)
    errors.push(...read.errors)
    if (read.line) lines.push(read.line)
  }
  const start = await loadStart(lines, clock)
  const rehearsal = rehearse(lines, start)
  errors.push(...rehearsal.errors)
  const report = await reportOf(table, rehearsal, errors, start)
  return ok({ mapping, report, rehearsal: errors.length === 0 ? rehearsal : null })
}

/** A mapping that somebody chose: known fields, columns that exist, none twice. */
function validMapping(asked: ImportMapping, columns: number): ImportMapping {
  const mapping: ImportMapping = {}
  const taken = new Set<number>()
  for (const field of IMPORT_FIELDS) {
    const at = asked[field]
    if (at === undefined || !Number.isInteger(at) || at < 0 || at >= columns || taken.has(at))
      continue
    mapping[field] = at
    taken.add(at)
  }
  return mapping
}

/** Everybody has a name: a family name, or a legal one. */
function missingOf(mapping: ImportMapping): ImportField[] {
  const missing = REQUIRED_FIELDS.filter((field) => mapping[field] === undefined)
  const named = mapping.familyName !== undefined || mapping.legalName !== undefined
  return named ? missing : [...missing, 'familyName']
}

function emptyReport(table: ImportTable): ImportReport {
  return {
    encoding: table.encoding,
    delimiter: table.delimiter,
    headers: table.headers,
    lineCount: table.rows.length,
    missingColumns: [],
    errorCount: 0,
    errors: [],
    warningCount: 0,
    warnings: [],
    preview: [],
    totals: {
      members: 0,
      shares: 0,
      subscribedCents: '0',
      paidCents: '0',
      publicCents: '0',
      floorCents: '0',
      byCategory: [],
    },
  }
}

async function reportOf(
  table: ImportTable,
  rehearsal: Rehearsal,
  errors: LineError[],
  { today, statutesOn }: Awaited<ReturnType<typeof loadStart>>
): Promise<ImportReport> {
  errors.sort((a, b) => a.line - b.line)
  const statutes = statutesOn(today)
  const { members, warnings, peakCents } = rehearsal
  const { rows } = await db.rawQuery('SELECT capital_floor_cents(:peak, :today)::text AS floor', {
    peak: String(peakCents),
    today,
  })
  const nominal = BigInt(statutes?.capital.nominalCents ?? '0')
  const byCategory = (statutes?.categories ?? []).map(({ code, labelFr, labelEn }) => {
    const those = members.filter((one) => one.categoryCode === code)
    const shares = those.reduce((total, one) => total + one.shares, 0)
    const subscribedCents = String(BigInt(shares) * nominal)
    return { code, labelFr, labelEn, members: those.length, subscribedCents }
  })
  return {
    ...emptyReport(table),
    errorCount: errors.length,
    errors: errors.slice(0, ERRORS_SHOWN),
    warningCount: warnings.length,
    warnings: warnings.slice(0, WARNINGS_SHOWN),
    preview: members.slice(0, PREVIEW).map((member) => ({
      line: member.line,
      name: displayNameOf(member.person),
      categoryCode: member.categoryCode,
      joinedOn: member.joinedOn,
      shares: member.shares,
      paidCents: String(member.paidCents),
    })),
    totals: {
      members: members.length,
      shares: members.reduce((total, one) => total + one.shares, 0),
      subscribedCents: String(rehearsal.subscribedCents),
      paidCents: String(rehearsal.paidCents),
      publicCents: String(rehearsal.publicCents),
      floorCents: rows[0].floor ?? '0',
      byCategory,
    },
  }
}
