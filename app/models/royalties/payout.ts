import type { DateTime } from 'luxon'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { PayoutSchema } from '#database/schema'
import Payee from '#models/licensing/payee'
import { RoyaltiesError } from '#services/royalties/errors'

/** A transfer that a closed month owes a payee; due → exported → paid. */
export default class Payout extends PayoutSchema {
  @belongsTo(() => Payee)
  declare payee: BelongsTo<typeof Payee>

  /** due → exported: somebody has taken the list to the bank. */
  async markExported(accountId: string, at: DateTime) {
    if (this.state !== 'due') return
    this.state = 'exported'
    this.exportedAt = at
    this.exportedByAccountId = accountId
    await this.save()
  }

  /** exported → paid: a second person has seen the transfer on the bank's statement. */
  async markPaid(accountId: string, at: DateTime) {
    if (this.state === 'paid') return
    if (this.state === 'due') {
      throw new RoyaltiesError(
        'not_exported',
        `${this.reference} was never exported: export the list first`
      )
    }
    if (this.exportedByAccountId === accountId) {
      throw new RoyaltiesError(
        'same_person',
        'Whoever exported the list cannot record its transfers: ask a second person'
      )
    }
    this.state = 'paid'
    this.paidAt = at
    this.recordedByAccountId = accountId
    await this.save()
  }
}
