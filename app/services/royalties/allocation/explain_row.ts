import { headerOf, type CsvFormat } from './csv_files.js'

/** How much of a wrong value is quoted back. */
const SHOWN = 80

/**
 * Says what is wrong with a line that did not parse, and what to do about it. Slow and careful: it
 * runs once, when the run stops.
 */
export function explainRow(line: string, format: CsvFormat, kind: 'header' | 'row'): string {
  const header = headerOf(format).trimEnd()
  const general = explainEncoding(line)
  if (general) return general
  if (kind === 'header') {
    return `the header is ${quote(line)}: write ${header}`
  }
  if (line === '') return 'the line is empty: remove it'
  const fields = line.split(',')
  if (fields.length !== format.columns.length) {
    return `the line has ${fields.length} fields instead of ${format.columns.length}: ${header}`
  }
  const index = fields.findIndex((field, column) => !isWellFormed(field, format, column))
  if (index < 0) return `the line ${quote(line)} is malformed`
  return explainField(fields[index], format.columns[index])
}

function explainEncoding(line: string): string | null {
  if (line.startsWith('\ufeff')) return 'the file starts with a byte order mark: remove it'
  if (line.endsWith('\r')) return 'the line ends with CR LF: end lines with LF alone'
  if (line.includes('"')) return 'the line has quotation marks: write fields without quoting'
  return null
}

function explainField(field: string, column: { name: string; kind: string }): string {
  if (field === '') return `${column.name} is empty`
  const found = `${column.name} is ${quote(field)}`
  if (column.kind === 'id') return `${found}: an id is 1 to 64 of A-Z a-z 0-9 . _ : -`
  if (column.kind === 'whole' && /^-[1-9][0-9]*$/.test(field)) {
    return `${found}: it may not be negative`
  }
  return `${found}: write a whole number in digits, without spaces, point or leading zeros`
}

function isWellFormed(field: string, format: CsvFormat, column: number): boolean {
  const { kind } = format.columns[column]
  if (kind === 'id') return /^[A-Za-z0-9._:-]{1,64}$/.test(field)
  return (kind === 'signed' ? /^(0|-?[1-9][0-9]*)$/ : /^(0|[1-9][0-9]*)$/).test(field)
}

function quote(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)
}
