import { PaymentSchema } from '#database/schema'
import PaymentEvent from '#models/subscriptions/payment_event'
import Subscription from '#models/subscriptions/subscription'
import { vatOf } from '#values/money'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'

/** A fee asked of a subscriber. Its state moves through one service per step. */
export default class Payment extends PaymentSchema {
  @belongsTo(() => Subscription)
  declare subscription: BelongsTo<typeof Subscription>

  @hasMany(() => PaymentEvent)
  declare events: HasMany<typeof PaymentEvent>

  /** The VAT inside the gross amount, in cents. */
  get vatCents(): bigint {
    return vatOf(this.grossCents, BigInt(this.vatRateBp))
  }
}
