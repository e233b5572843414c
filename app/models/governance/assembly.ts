import type { DateTime } from 'luxon'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { AssemblySchema } from '#database/schema'
import AgendaItem from '#models/governance/agenda_item'
import Resolution from '#models/governance/resolution'
import StatuteProfile from '#models/statutes/statute_profile'

/** A meeting's file, from the first idea to its signed minutes. Its state moves by named steps. */
export default class Assembly extends AssemblySchema {
  @hasMany(() => AgendaItem)
  declare agendaItems: HasMany<typeof AgendaItem>

  @hasMany(() => Resolution)
  declare resolutions: HasMany<typeof Resolution>

  @belongsTo(() => StatuteProfile)
  declare statuteProfile: BelongsTo<typeof StatuteProfile>

  get isFrozen(): boolean {
    return this.electorateRoot !== null
  }

  /** C23: whether votes from afar may be cast at this instant, before the meeting. */
  takesRemoteVotes(at: DateTime): boolean {
    if (this.state !== 'noticed' || !this.remoteFrom || !this.remoteUntil) return false
    return at >= this.remoteFrom && at < this.remoteUntil
  }

  /** From here on the agenda is fixed (C28) and the statutes of the day rule the meeting. */
  notice(facts: { at: DateTime; number: number; statuteProfileId: string }): this {
    this.state = 'noticed'
    this.noticedAt = facts.at
    this.number = facts.number
    this.statuteProfileId = facts.statuteProfileId
    return this
  }

  cancel(at: DateTime, reason: string): this {
    this.state = 'cancelled'
    this.cancelledAt = at
    this.cancelReason = reason
    return this
  }

  open(at: DateTime): this {
    this.state = 'open'
    this.openedAt = at
    return this
  }

  close(at: DateTime): this {
    this.state = 'closed'
    this.closedAt = at
    return this
  }

  /** Called, and over without its quorum ever having been there: its minutes are those of an absence. */
  lapse(at: DateTime): this {
    this.lapsedAt = at
    return this.open(at).close(at)
  }

  /** Its minutes are signed and sealed (C29). */
  sign(): this {
    this.state = 'signed'
    return this
  }
}
