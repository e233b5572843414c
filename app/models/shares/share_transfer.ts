import type { DateTime } from 'luxon'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ShareTransferSchema } from '#database/schema'
import Member from '#models/membership/member'

/** A member asks to hand shares to another; the co-operative may refuse in time (L231-4). */
export default class ShareTransfer extends ShareTransferSchema {
  @belongsTo(() => Member, { foreignKey: 'fromMemberId' })
  declare giver: BelongsTo<typeof Member>

  @belongsTo(() => Member, { foreignKey: 'toMemberId' })
  declare taker: BelongsTo<typeof Member>

  get isPending(): boolean {
    return this.state === 'requested'
  }

  end(state: 'registered' | 'refused' | 'withdrawn', at: DateTime): this {
    this.state = state
    this.endedAt = at
    return this
  }
}
