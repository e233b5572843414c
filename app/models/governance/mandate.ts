import type { DateTime } from 'luxon'
import { MandateSchema } from '#database/schema'

/** C31: a member's seat in a body, from the vote that gave it to its end. */
export default class Mandate extends MandateSchema {
  end(reason: NonNullable<Mandate['endReason']>, on: DateTime): this {
    this.endedOn = on
    this.endReason = reason
    return this
  }
}
