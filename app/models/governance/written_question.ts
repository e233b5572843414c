import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { WrittenQuestionSchema } from '#database/schema'
import Member from '#models/membership/member'

/** A member's question to a meeting, with the answer that every member reads. */
export default class WrittenQuestion extends WrittenQuestionSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>
}
