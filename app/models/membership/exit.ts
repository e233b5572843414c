import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ExitSchema } from '#database/schema'
import Member from '#models/membership/member'

export type ExitKind = Exit['kind']

/** The end of a membership, or of a part of its shares, on a day that is announced (C12). */
export default class Exit extends ExitSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>

  /** Everything but a reduction ends the membership. */
  get endsMembership(): boolean {
    return this.kind !== 'reduction'
  }
}
