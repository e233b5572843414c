import type { DateTime } from 'luxon'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { ResolutionSchema } from '#database/schema'
import Assembly from '#models/governance/assembly'
import Candidate from '#models/governance/candidate'

/** What became of a vote; without its quorum nothing was decided, either way (C20). */
export type Outcome = NonNullable<Resolution['outcome']>

/** What a meeting decides on: a text, an election or a revocation. */
export default class Resolution extends ResolutionSchema {
  @belongsTo(() => Assembly)
  declare assembly: BelongsTo<typeof Assembly>

  @hasMany(() => Candidate)
  declare candidates: HasMany<typeof Candidate>

  /** `closesAt`: from then on no ballot is taken; null until the chair closes it. */
  open(at: DateTime, closesAt: DateTime | null = null): this {
    this.state = 'open'
    this.openedAt = at
    this.closesAt = closesAt
    return this
  }

  /** Opened by mistake: it waits again. */
  withdraw(): this {
    this.state = 'pending'
    this.openedAt = null
    this.closesAt = null
    return this
  }

  close(at: DateTime, outcome: Outcome, result: Record<string, unknown>): this {
    this.state = 'closed'
    this.closedAt = at
    this.outcome = outcome
    this.result = result
    return this
  }
}
