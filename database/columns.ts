import { column } from '@adonisjs/lucid/orm'

type ColumnOptions = NonNullable<Parameters<typeof column>[0]>

/**
 * A PostgreSQL bigint as a JavaScript bigint: money and counters never pass through a float.
 * Serialised as a decimal string, because JSON has no bigint.
 */
export function bigintColumn(options: Partial<ColumnOptions> = {}) {
  return column({
    consume: (value) => (value === null || value === undefined ? value : BigInt(value)),
    prepare: (value) => (typeof value === 'bigint' ? value.toString() : value),
    serialize: (value) => (typeof value === 'bigint' ? value.toString() : value),
    ...options,
  })
}

/** A jsonb column: arrays would otherwise be sent as PostgreSQL arrays. */
export function jsonColumn(options: Partial<ColumnOptions> = {}) {
  return column({
    prepare: (value) => (value === null || value === undefined ? value : JSON.stringify(value)),
    ...options,
  })
}
