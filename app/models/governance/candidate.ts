import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { CandidateSchema } from '#database/schema'
import Member from '#models/membership/member'

/** A member who stands for a seat. */
export default class Candidate extends CandidateSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>
}
