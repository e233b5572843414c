import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { CapitalCallSchema } from '#database/schema'
import ShareSubscription from '#models/shares/share_subscription'

/** The co-operative asks for a part of what is still unpaid (C08). */
export default class CapitalCall extends CapitalCallSchema {
  @belongsTo(() => ShareSubscription, { foreignKey: 'subscriptionId' })
  declare subscription: BelongsTo<typeof ShareSubscription>

  /** What is still owed; nothing once it was cancelled. */
  get leftCents(): bigint {
    return this.cancelledAt ? 0n : this.amountCents - this.paidCents
  }
}
