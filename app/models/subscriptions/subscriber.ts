import { SubscriberSchema } from '#database/schema'
import Subscription from '#models/subscriptions/subscription'
import { hasMany } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'

/** A person as the money and the usage see them: a random id that says nothing of who they are. */
export default class Subscriber extends SubscriberSchema {
  @hasMany(() => Subscription)
  declare subscriptions: HasMany<typeof Subscription>
}
