import type { DateTime } from 'luxon'
import { AnnualAccountSchema } from '#database/schema'
import { isoDay } from '#values/day'

/** Accounts that an assembly approved, with its resolution. */
export type ApprovedAccounts = AnnualAccounts & {
  approvedOn: DateTime
  resolutionReference: string
}

/** The amounts of a balance sheet that an allocation rests on. */
const FIGURES = [
  'capitalCents',
  'legalReserveCents',
  'statutoryReserveCents',
  'otherReservesCents',
  'carriedLossCents',
  'resultCents',
  'subsidiesCents',
] as const

/**
 * A year's accounts as the board prepared them or the assembly approved them; an approval or a
 * correction is a further version.
 */
export default class AnnualAccounts extends AnnualAccountSchema {
  static table = 'annual_accounts'

  isApproved(): this is ApprovedAccounts {
    return this.approvedOn !== null
  }

  /** True if another version of the year says the same. */
  saysTheSameAs(other: AnnualAccounts): boolean {
    const isSameYear =
      isoDay(this.openedOn) === isoDay(other.openedOn) &&
      isoDay(this.closedOn) === isoDay(other.closedOn)
    return isSameYear && FIGURES.every((name) => this[name] === other[name])
  }

  /** The result less the losses still carried; negative when the year does not make up for them. */
  get surplusCents(): bigint {
    return this.resultCents - this.carriedLossCents
  }

  get reservesCents(): bigint {
    return this.legalReserveCents + this.statutoryReserveCents + this.otherReservesCents
  }
}
