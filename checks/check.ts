/**
 * An invariant of the books, with the sentence that people read.
 *
 * Either `sql` gives the rows that break it (none is the only good answer; the named binding
 * `:period` is the month asked for, or null for all, `:now` the clock's instant), or `run` answers with what is wrong, null
 * when nothing is.
 */
export type Check = {
  /** `domain.what`, as the command prints it. */
  name: string
  sentence: string
  sql?: string
  run?(scope: CheckScope): Promise<string | null>
  /** True when the month's close must not go on while it fails. */
  guardsClose?: boolean
}

export type CheckScope = { period: string | null }

/** `ended` is false when the check itself stopped on an error: it has confirmed nothing. */
export type CheckResult = {
  name: string
  sentence: string
  failure: string | null
  ended: boolean
}
