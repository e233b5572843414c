import type { DateTime } from 'luxon'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { ResolutionSchema } from '#database/schema'
import Assembly from '#models/governance/assembly'
import Candidate from '#models/governance/candidate'

/** What a meeting decides on: a text, an election or a revocation. */
export default class Resolution extends ResolutionSchema {
  @belongsTo(() => Assembly)
  declare assembly: BelongsTo<typeof Assembly>

  @hasMany(() => Candidate)
  declare candidates: HasMany<typeof Candidate>

  open(at: DateTime): this {
    this.state = 'open'
    this.openedAt = at
    return this
  }

  close(at: DateTime, outcome: 'adopted' | 'rejected', result: Record<string, unknown>): this {
    this.state = 'closed'
    this.closedAt = at
    this.outcome = outcome
    this.result = result
    return this
  }
}
