import { csvLine } from '#values/csv'

type Cell = string | number | bigint | null | undefined

/** The columns of a file, in order: each with how a row fills it. */
export type CsvColumns<Row> = Record<string, (row: Row) => Cell>

/**
 * A register as CSV text (RFC 4180), in pieces: a header, then the rows as they come, never all at
 * once.
 */
export async function* csvText<Row>(
  columns: CsvColumns<Row>,
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>
): AsyncGenerator<string> {
  const cells = Object.values(columns)
  yield csvLine(Object.keys(columns))
  for await (const rows of batches) {
    if (rows.length > 0) yield rows.map((row) => csvLine(cells.map((cell) => cell(row)))).join('')
  }
}

/**
 * Reads a paged register to its end, a page at a time.
 *
 * @param read a page, from 1; one that is not full is the last
 */
export async function* pagesOf<Row>(
  read: (page: number) => Promise<readonly Row[]>,
  perPage: number
): AsyncGenerator<readonly Row[]> {
  for (let page = 1; ; page++) {
    const rows = await read(page)
    yield rows
    if (rows.length < perPage) return
  }
}
