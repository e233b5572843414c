import type { DateTime } from 'luxon'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { ExitClaimSchema } from '#database/schema'
import Exit from '#models/membership/exit'
import Member from '#models/membership/member'
import ClaimValuation from '#models/shares/claim_valuation'
import { isoDay } from '#values/day'

/** What the co-operative owes whoever left, until it is paid (C14 to C17). */
export default class ExitClaim extends ExitClaimSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>

  @belongsTo(() => Exit)
  declare exit: BelongsTo<typeof Exit>

  @hasMany(() => ClaimValuation, { foreignKey: 'claimId' })
  declare valuations: HasMany<typeof ClaimValuation>

  /** What leaves the capital when it is paid, in cents. */
  get subscribedCents(): bigint {
    return BigInt(this.shares) * this.nominalCents
  }

  get isEarly(): boolean {
    return this.earlyDecisionReference !== null
  }

  /** C17: until that day the member answers for losses of the membership years. */
  isInTail(day: string): boolean {
    return day <= isoDay(this.tailUntil)
  }

  /** `payeeId` says who received it where that was not the member. */
  pay(
    amountCents: bigint,
    { on, bankReference, payeeId }: { on: DateTime; bankReference: string; payeeId: string | null }
  ): this {
    this.state = 'paid'
    this.paidAmountCents = amountCents
    this.paidOn = on
    this.bankReference = bankReference
    this.payeeId = payeeId
    return this
  }

  /** The payment was corrected: the claim waits in its place again. */
  unpay(): this {
    this.state = 'queued'
    this.paidAmountCents = null
    this.paidOn = null
    this.bankReference = null
    this.payeeId = null
    return this
  }
}
