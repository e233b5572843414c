import type { Result } from '#values/result'

/** The value of an outcome that the cast is written to obtain. */
export function must<T>(outcome: Result<T, unknown>): T {
  if (outcome.ok) return outcome.value
  throw new Error(`The demo's cast does not fit the rules: ${JSON.stringify(outcome.error)}`)
}
