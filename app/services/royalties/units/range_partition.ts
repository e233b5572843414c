import type { ClientBase } from 'pg'

/**
 * The partition of `usage_units` that holds a range of a month's subscribers, by its name, as
 * `ensure_usage_partitions` cuts it. Read by its name, a range is all of its rows: PostgreSQL looks
 * at the month and the bounds of none of them, a third of the time of reading a month.
 */
export async function rangePartition(
  client: ClientBase,
  period: string,
  range: number
): Promise<string> {
  await client.query('SELECT ensure_usage_partitions($1)', [period])
  return `usage_units_${period.replace('-', '_')}_${range.toString(16)}`
}
