import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ExclusionSchema } from '#database/schema'
import Member from '#models/membership/member'

export const RUNNING_EXCLUSIONS = ['opened', 'notified', 'heard'] as const

/** An exclusion in its steps: written grounds, notice with proof, hearing, vote (C13). */
export default class Exclusion extends ExclusionSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>

  get isRunning(): boolean {
    return (RUNNING_EXCLUSIONS as readonly string[]).includes(this.state)
  }
}
