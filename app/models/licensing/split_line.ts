import { SplitLineSchema } from '#database/schema'
import Payee from '#models/licensing/payee'
import SplitSheet from '#models/licensing/split_sheet'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'

export type ShareState = 'waiting' | 'accepted' | 'refused'

/** One payee's share; until the payee has accepted it, the money waits in suspense (P17). */
export default class SplitLine extends SplitLineSchema {
  @belongsTo(() => Payee)
  declare payee: BelongsTo<typeof Payee>

  @belongsTo(() => SplitSheet)
  declare splitSheet: BelongsTo<typeof SplitSheet>

  get isAccepted(): boolean {
    return this.acceptedAt !== null
  }

  get answer(): ShareState {
    if (this.acceptedAt !== null) return 'accepted'
    return this.refusedAt === null ? 'waiting' : 'refused'
  }
}
