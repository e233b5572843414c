import { readFileSync, statSync } from 'node:fs'
import { DateTime, Duration, type DurationLike } from 'luxon'

/** The co-operative lives in one time zone: months, days and deadlines are Paris ones. */
export const TIME_ZONE = 'Europe/Paris'

/**
 * Where every domain fact takes its time from, so that tests and the demo can move it.
 */
export abstract class Clock {
  /** The present instant, in Europe/Paris. */
  abstract now(): DateTime
}

/** The machine's own clock. */
export class SystemClock extends Clock {
  now(): DateTime {
    return DateTime.now().setZone(TIME_ZONE)
  }
}

/** A clock that stands still until it is moved; for tests. */
export class FixedClock extends Clock {
  #instant: DateTime

  constructor(instant: string | DateTime) {
    super()
    this.#instant = toInstant(instant)
  }

  now(): DateTime {
    return this.#instant
  }

  /** Sets the clock to an instant; an ISO text without offset is Paris time. */
  moveTo(instant: string | DateTime): this {
    this.#instant = toInstant(instant)
    return this
  }

  /** Moves the clock forward, for example by `{ days: 3 }`. */
  advance(duration: DurationLike): this {
    this.#instant = this.#instant.plus(Duration.fromDurationLike(duration))
    return this
  }
}

/** How long an `OffsetClock` trusts what it last read, in milliseconds. */
const RECHECK_MS = 250

/**
 * The machine's clock shifted by the `offset_ms` of a JSON file, which several processes share.
 *
 * The demo moves time with it. A missing file is an offset of 0; a file that cannot be understood
 * is an error, because a wrong date would end up in legal records.
 */
export class OffsetClock extends Clock {
  readonly #file: string
  #checkedAtMs = Number.NEGATIVE_INFINITY
  #stamp = ''
  #offsetMs = 0

  constructor(file: string) {
    super()
    this.#file = file
  }

  now(): DateTime {
    const machineMs = Date.now()
    return DateTime.fromMillis(machineMs + this.#offset(), { zone: TIME_ZONE })
  }

  #offset(): number {
    const checkedMs = performance.now()
    if (checkedMs - this.#checkedAtMs < RECHECK_MS) return this.#offsetMs
    this.#checkedAtMs = checkedMs
    const stat = statSync(this.#file, { throwIfNoEntry: false, bigint: true })
    const stamp = stat ? `${stat.ino}:${stat.mtimeNs}:${stat.size}` : ''
    if (stamp !== this.#stamp) {
      this.#offsetMs = stat ? readOffset(this.#file) : 0
      this.#stamp = stamp
    }
    return this.#offsetMs
  }
}

function readOffset(file: string): number {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const offset = (content as { offset_ms?: unknown } | null)?.offset_ms
  if (!Number.isSafeInteger(offset)) {
    throw new Error(`${file}: offset_ms must be a whole number of milliseconds`)
  }
  return offset as number
}

function toInstant(instant: string | DateTime): DateTime {
  const moment =
    typeof instant === 'string'
      ? DateTime.fromISO(instant, { zone: TIME_ZONE })
      : instant.setZone(TIME_ZONE)
  if (!moment.isValid) throw new Error(`"${String(instant)}" is not a date that exists`)
  return moment
}
