import type { DateTime } from 'luxon'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ApprovalMandateSchema } from '#database/schema'
import Account from '#models/identity/account'

export type Capacity = ApprovalMandate['capacity']
export const CAPACITIES: readonly Capacity[] = [
  'treasurer',
  'artists_delegate',
  'subscribers_delegate',
]

/** Who may approve a month, in which capacity, from when to when (P21); days of Paris. */
export default class ApprovalMandate extends ApprovalMandateSchema {
  @belongsTo(() => Account)
  declare account: BelongsTo<typeof Account>

  isInForceOn(day: DateTime): boolean {
    const today = day.toISODate()!
    return (
      this.startsOn.toISODate()! <= today && (!this.endsOn || this.endsOn.toISODate()! >= today)
    )
  }
}
