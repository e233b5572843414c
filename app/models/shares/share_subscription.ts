import type { DateTime } from 'luxon'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { ShareSubscriptionSchema } from '#database/schema'
import Member from '#models/membership/member'
import CapitalCall from '#models/shares/capital_call'
import SharePayment from '#models/shares/share_payment'

/** A signed bulletin: its shares are registered once the money is in (C07, C08). */
export default class ShareSubscription extends ShareSubscriptionSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>

  @hasMany(() => CapitalCall, { foreignKey: 'subscriptionId' })
  declare calls: HasMany<typeof CapitalCall>

  @hasMany(() => SharePayment, { foreignKey: 'subscriptionId' })
  declare payments: HasMany<typeof SharePayment>

  get totalCents(): bigint {
    return BigInt(this.shares) * this.nominalCents
  }

  /** What has not come in yet. */
  get leftCents(): bigint {
    return this.totalCents - this.receivedCents
  }

  get isEnoughIn(): boolean {
    return this.receivedCents >= this.firstPaymentCents
  }

  register(at: DateTime): this {
    this.state = 'registered'
    this.registeredAt = at
    return this
  }

  /** Its movement was corrected: as if it had never been registered. */
  unregister(): this {
    this.state = 'awaiting_payment'
    this.registeredAt = null
    return this
  }

  cancel(at: DateTime, reason: string): this {
    this.state = 'cancelled'
    this.registeredAt = null
    this.cancelledAt = at
    this.cancelReason = reason
    return this
  }
}
