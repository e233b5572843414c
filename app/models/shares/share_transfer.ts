import type { DateTime } from 'luxon'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ShareTransferSchema } from '#database/schema'
import Member from '#models/membership/member'

/** Neither registered nor over: its shares are not asked for a second time. */
export const PENDING_TRANSFERS: ShareTransferSchema['state'][] = ['requested', 'accepted']

/**
 * A member orders shares to be handed to another, who accepts or declines; then the co-operative may
 * refuse in time (L231-4).
 */
export default class ShareTransfer extends ShareTransferSchema {
  @belongsTo(() => Member, { foreignKey: 'fromMemberId' })
  declare giver: BelongsTo<typeof Member>

  @belongsTo(() => Member, { foreignKey: 'toMemberId' })
  declare taker: BelongsTo<typeof Member>

  get isPending(): boolean {
    return this.state === 'requested' || this.isAccepted
  }

  /** The taker has agreed, and the co-operative has not decided yet. */
  get isAccepted(): boolean {
    return this.state === 'accepted'
  }

  /** The taker agrees: from now on it may be refused until a day, where the statutes let it be. */
  accept(acceptance: Record<string, unknown>, refuseBy: DateTime | null, at: DateTime): this {
    this.state = 'accepted'
    this.acceptedAt = at
    this.acceptance = acceptance
    this.refuseBy = refuseBy
    return this
  }

  end(state: 'registered' | 'declined' | 'refused' | 'withdrawn', at: DateTime): this {
    this.state = state
    this.endedAt = at
    return this
  }
}
