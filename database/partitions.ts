const FIRST_YEAR = 2020
const LAST_YEAR = 2060
const HEX = '0123456789abcdef'

/**
 * The names that partitions can have: they are parts of a table, not tables with a model. The
 * generator of database/schema.ts knows names only, no pattern.
 */
export function partitionNames(): string[] {
  const names = ['transfer_deltas_default']
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    for (let month = 1; month <= 12; month++) {
      const stem = `${year}_${String(month).padStart(2, '0')}`
      const units = `usage_units_${stem}`
      names.push(`transfer_deltas_${stem}`, units, ...[...HEX].map((digit) => `${units}_${digit}`))
    }
  }
  return names
}
