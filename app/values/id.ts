import { randomUUID } from 'node:crypto'

/**
 * A fresh random identifier (UUID version 4, lower case).
 *
 * Uniformly random on purpose: the first hex digit of a subscriber's id cuts the month into
 * sixteen equal ranges, and nothing about a person can be read from it.
 */
export function newId(): string {
  return randomUUID()
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a lower-case UUID of any version. */
export function isId(text: string): boolean {
  return UUID.test(text)
}
