import db from '@adonisjs/lucid/services/db'
import ChainTransaction from '#models/publication/chain_transaction'
import { enqueuePush } from '#jobs/publication/push_jobs'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { LucidChainStore } from '#services/publication/chain/lucid_chain_store'
import { PublicationError } from '#services/publication/errors'
import type { Clock } from '#values/clock'
import { parsePeriod } from '#values/period'

/**
 * Tries a failed publication again, after a person has looked at why it failed. What was signed is
 * kept; if it stands on the chain after all, it is found there and not sent twice (P23).
 *
 * @throws InvalidPeriodError, PublicationError not_failed
 */
export async function retryPublication(input: {
  period: string
  actor: Actor
  clock: Clock
}): Promise<string> {
  const { actor, clock } = input
  const period = parsePeriod(input.period)
  const row = await ChainTransaction.query()
    .where({ period, state: 'failed' })
    .orderBy('revision', 'desc')
    .first()
  if (!row) {
    throw new PublicationError('not_failed', `No publication of ${period} has failed`, { period })
  }
  await new LucidChainStore(clock).retry(row.id)
  await db.transaction((trx) =>
    recordAuditEvent(trx, {
      actor,
      action: 'publication.retry_publication',
      subject: { type: 'period', id: period },
      before: { state: 'failed', failure: row.failure },
      after: { state: 'approved' },
      clock,
    })
  )
  await enqueuePush(row.id)
  return row.id
}
