import type { CloseContext } from '#services/royalties/close/close_context'
import type { UsageHead } from '#services/tracker/verify_usage_chain'
import { periodLastDay, previousPeriod } from '#values/period'

/** The file of the days' heads beside `labels.json`. */
export const USAGE_HEADS_FILE = 'usage_heads.csv'
export const USAGE_HEADS_HEADER = 'day,units,head\n'

/**
 * `usage_heads.csv`: how many units each day's hash chain had when the month was frozen, and its
 * head (P10). The public report repeats it, so that the chain of a published month is anchored
 * where nobody can rewrite it. A unit of the last second before a month may count in that month:
 * the last day of the month before stands there as well.
 */
export async function freezeUsageHeads({ client, period }: CloseContext): Promise<Buffer> {
  const { rows } = await client.query(
    `SELECT day::text, units, encode(head, 'hex') AS head FROM usage_days
      WHERE day BETWEEN $1 AND $2 AND units > 0 ORDER BY day`,
    [periodLastDay(previousPeriod(period)), periodLastDay(period)]
  )
  const lines = rows.map(({ day, units, head }: UsageHead) => `${day},${units},${head}\n`)
  return Buffer.from(USAGE_HEADS_HEADER + lines.join(''))
}

/** The file read back. */
export function parseUsageHeads(text: string): UsageHead[] {
  return text
    .slice(USAGE_HEADS_HEADER.length)
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [day, units, head] = line.split(',')
      return { day, units: Number(units), head }
    })
}
