import { parse } from 'csv-parse/sync'
import {
  decodeFile,
  type FileEncoding,
  type UnreadableFile,
} from '#services/shares/import/decode_file'
import { err, ok, type Result } from '#values/result'

export const MAX_LINES = 200_000
const DELIMITERS = [';', ',', '\t'] as const

export type ImportTable = {
  encoding: FileEncoding
  delimiter: string
  headers: string[]
  /** `line` is the line of the file where the row ends, as a spreadsheet counts it. */
  rows: { line: number; cells: string[] }[]
}

export type TableRefusal =
  { key: UnreadableFile | 'no_rows' | 'too_many_lines' } | { key: 'broken_quotes'; line: number }

/** A CSV file as headers and rows, whichever of `;`, `,` and tab cuts it. */
export function readTable(bytes: Uint8Array): Result<ImportTable, TableRefusal> {
  const decoded = decodeFile(bytes)
  if (!decoded.ok) return err({ key: decoded.error })
  const { text, encoding } = decoded.value
  const delimiter = delimiterOf(text)
  try {
    const records = parse(text, {
      delimiter,
      // A file pasted together from two programs may end its lines in more than one way.
      record_delimiter: ['\r\n', '\n', '\r'],
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      to: MAX_LINES + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    const [head, ...rest] = records
    if (rest.length > MAX_LINES) return err({ key: 'too_many_lines' })
    const rows = rest
      .map(({ record, info }) => ({ line: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
    if (!head || rows.length === 0) return err({ key: 'no_rows' })
    return ok({ encoding, delimiter, headers: head.record, rows })
  } catch (error) {
    const lines = (error as { lines?: number }).lines
    if (typeof lines !== 'number') throw error
    return err({ key: 'broken_quotes', line: lines })
  }
}

/** The sign that cuts the first line into most pieces; quoted parts do not count. */
function delimiterOf(text: string): string {
  const first = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/, 1)[0]
    .replace(/"[^"]*"/g, '')
  const pieces = (sign: string) => first.split(sign).length
  return DELIMITERS.reduce((best, sign) => (pieces(sign) > pieces(best) ? sign : best))
}
