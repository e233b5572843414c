import type { DateTime } from 'luxon'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { ApplicationSchema } from '#database/schema'
import Account from '#models/identity/account'
import ApplicationDocument from '#models/membership/application_document'
import ApplicationEvent from '#models/membership/application_event'
import { TIME_ZONE } from '#values/clock'

export type ApplicationState = Application['state']
export const APPLICATION_STATES: readonly ApplicationState[] = [
  'unsigned',
  'submitted',
  'admitted',
  'refused',
  'withdrawn',
  'lapsed',
]

/** A named person's request to become a member: typed, signed, decided. */
export default class Application extends ApplicationSchema {
  @belongsTo(() => Account)
  declare account: BelongsTo<typeof Account>

  @hasMany(() => ApplicationDocument)
  declare documents: HasMany<typeof ApplicationDocument>

  @hasMany(() => ApplicationEvent)
  declare events: HasMany<typeof ApplicationEvent>

  /** The applicant as one says it. */
  get displayName(): string {
    if (this.kind !== 'natural') return this.legalName ?? ''
    return `${this.givenName ?? ''} ${this.familyName ?? ''}`.trim()
  }

  /** What is promised in full, in cents (C07). */
  get amountCents(): bigint {
    return BigInt(this.shares) * this.nominalCents
  }

  /** The Paris day of the signature; null as long as there is none. */
  get signedOn(): string | null {
    return this.signedAt?.setZone(TIME_ZONE).toISODate() ?? null
  }

  /** True while the applicant may still change their mind or add a paper. */
  get isOpen(): boolean {
    return this.state === 'unsigned' || this.state === 'submitted'
  }

  sign(at: DateTime, evidence: Record<string, unknown>): this {
    this.state = 'submitted'
    this.signedAt = at
    this.evidence = evidence
    this.codeHash = null
    this.codeExpiresAt = null
    return this
  }
}
