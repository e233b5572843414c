import { AnnualAccountSchema } from '#database/schema'

/** A year's accounts as the assembly approved them; a correction is a further version. */
export default class AnnualAccounts extends AnnualAccountSchema {
  static table = 'annual_accounts'

  /** The result less the losses still carried; negative when the year does not make up for them. */
  get surplusCents(): bigint {
    return this.resultCents - this.carriedLossCents
  }

  get reservesCents(): bigint {
    return this.legalReserveCents + this.statutoryReserveCents + this.otherReservesCents
  }
}
