import type { DateTime } from 'luxon'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ResolutionAmendmentSchema } from '#database/schema'
import Member from '#models/membership/member'

/** Another text that a member proposes for a draft resolution. */
export default class ResolutionAmendment extends ResolutionAmendmentSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>

  decide(
    state: 'accepted' | 'rejected' | 'withdrawn',
    by: { at: DateTime; label: string; answer: string | null }
  ): this {
    this.state = state
    this.decidedAt = by.at
    this.decidedByLabel = by.label
    this.answer = by.answer
    return this
  }
}
