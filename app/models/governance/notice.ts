import type { DateTime } from 'luxon'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { NoticeSchema } from '#database/schema'
import Assembly from '#models/governance/assembly'
import Member from '#models/membership/member'

/** Between what proved that a message left and why it came back. */
export const RETURN_MARK = ' · '

export type NoticeKind = Notice['kind']

/** One message to one member by one channel, with the proof that it left (C18, C19). */
export default class Notice extends NoticeSchema {
  @belongsTo(() => Member)
  declare member: BelongsTo<typeof Member>

  @belongsTo(() => Assembly)
  declare assembly: BelongsTo<typeof Assembly>

  markSent(at: DateTime, proof: string, tokenHash: string): this {
    this.state = 'sent'
    this.sentAt = at
    this.proof = proof
    this.tokenHash = tokenHash
    return this
  }

  markBounced(at: DateTime, proof: string): this {
    this.state = 'bounced'
    this.sentAt = at
    this.proof = proof
    return this
  }

  /** It came back: from the mailbox, or from the address. What proved that it left stays first. */
  markReturned(reason: string): this {
    this.state = 'returned'
    this.proof = [this.proof, reason].filter(Boolean).join(RETURN_MARK)
    return this
  }

  markOpened(at: DateTime): this {
    this.openedAt ??= at
    return this
  }
}
