import type { DateTime } from 'luxon'
import { belongsTo, hasMany } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import { MemberSchema } from '#database/schema'
import Account from '#models/identity/account'
import MemberCategory from '#models/membership/member_category'
import MemberDetail from '#models/membership/member_detail'

export type MemberState = Member['state']
export type MemberKind = Member['kind']
export const MEMBER_KINDS: readonly MemberKind[] = ['natural', 'legal', 'public_body']

/**
 * One person, one record (C03). `admitted` waits for the money, `active` has a number, `left` no
 * longer holds shares, `lapsed` was admitted but never joined.
 */
export default class Member extends MemberSchema {
  @belongsTo(() => Account)
  declare account: BelongsTo<typeof Account>

  @hasMany(() => MemberDetail)
  declare details: HasMany<typeof MemberDetail>

  @hasMany(() => MemberCategory)
  declare categories: HasMany<typeof MemberCategory>

  get isActive(): boolean {
    return this.state === 'active'
  }

  get isErased(): boolean {
    return this.erasedAt !== null
  }

  /**
   * The number and the first day of joining are given once; who comes back keeps them, and is a
   * member since the day of coming back. The database writes `membership_periods` from these days.
   */
  activate(number: number, on: DateTime): this {
    this.state = 'active'
    this.number ??= number
    this.joinedOn ??= on
    this.memberSince = on
    this.leftOn = null
    return this
  }

  /** The end of the membership was an error: it goes on as if it had never ended. */
  reinstate(): this {
    this.state = 'active'
    this.leftOn = null
    return this
  }

  leave(on: DateTime): this {
    this.state = 'left'
    this.leftOn = on
    return this
  }
}
