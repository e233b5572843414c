import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ResolutionCommentSchema } from '#database/schema'
import Member from '#models/membership/member'

/** What a member says about a draft resolution. */
export default class ResolutionComment extends ResolutionCommentSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>
}
