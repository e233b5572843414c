import { SubscriptionSchema } from '#database/schema'
import Payment from '#models/subscriptions/payment'
import Plan from '#models/subscriptions/plan'
import Subscriber from '#models/subscriptions/subscriber'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'

/** One person's subscription from its start to its end; at most one runs at a time. */
export default class Subscription extends SubscriptionSchema {
  @belongsTo(() => Plan)
  declare plan: BelongsTo<typeof Plan>

  @belongsTo(() => Subscriber)
  declare subscriber: BelongsTo<typeof Subscriber>

  @hasMany(() => Payment)
  declare payments: HasMany<typeof Payment>
}
