import type { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { PeriodSchema } from '#database/schema'
import type { PeriodSummary } from '#database/column_types'
import { actorAccountId, actorLabel, type Actor } from '#services/identity/record_audit_event'
import { PeriodStateError, UnknownPeriodError } from '#services/royalties/errors'

export type PeriodState = Period['state']

/** The actor when nobody in particular closes a month. */
export const SYSTEM_ACTOR: Actor = { label: 'system' }

/** A calendar month of Paris and how far it has come; it only walks forward (P15). */
export default class Period extends PeriodSchema {
  static primaryKey = 'period'
  static selfAssignPrimaryKey = true

  /** The month, locked until the transaction ends. @throws UnknownPeriodError */
  static async lock(period: string, trx: TransactionClientContract): Promise<Period> {
    const row = await Period.query({ client: trx }).where('period', period).forUpdate().first()
    if (!row) throw new UnknownPeriodError(period)
    return row
  }

  get isClosed() {
    return !['open', 'closing'].includes(this.state)
  }

  /** open → closing: from here on no use and no payment joins the month. */
  async startClosing(policyId: string, actor: Actor, at: DateTime) {
    this.#from('open', 'closing')
    this.policyId = policyId
    this.computedByAccountId = actorAccountId(actor)
    this.computedByLabel = actorLabel(actor)
    this.closingAt = at
    await this.save()
  }

  /** closing → computed: the figures stand and never change. */
  async markComputed(summary: PeriodSummary, at: DateTime) {
    this.#from('closing', 'computed')
    this.summary = summary
    this.computedAt = at
    this.failure = null
    await this.save()
  }

  /** computed → approved: enough people have approved what was computed. */
  async markApproved(at: DateTime) {
    this.#from('computed', 'approved')
    this.approvedAt = at
    await this.save()
  }

  /** approved → published: the chain has been read back. */
  async markPublished(at: DateTime) {
    this.#from('approved', 'published')
    this.publishedAt = at
    await this.save()
  }

  /** published → paid: a second person has recorded every transfer. */
  async markPaid(at: DateTime) {
    this.#from('published', 'paid')
    this.paidAt = at
    await this.save()
  }

  #from(expected: PeriodState, next: PeriodState) {
    if (this.state !== expected) throw new PeriodStateError(this.period, this.state, expected)
    this.state = next
  }
}
