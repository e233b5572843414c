import db from '@adonisjs/lucid/services/db'
import Period from '#models/royalties/period'
import { rawClient } from '#database/raw_client'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { PeriodStateError, RoyaltiesError } from '#services/royalties/errors'
import { adjustReversals } from '#services/royalties/corrections/adjust_reversals'
import { openPeriod } from '#services/royalties/open_period'
import { findPolicy } from '#services/royalties/policies/find_policy'
import { partsOf, STEPS, type CloseKey } from '#services/royalties/close/steps'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { isPeriodOver, nextPeriod, parsePeriod } from '#values/period'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/**
 * Begins the close of a month that is over, or finds the close that has begun: takes the policy in
 * force, opens the next month, writes the checklist. From then on no use and no payment joins.
 *
 * @param period YYYY-MM
 * @throws InvalidPeriodError, UnknownPeriodError, PeriodStateError (closed already), RoyaltiesError
 *   `period_not_over`, `earlier_period_open`, `policy_missing`; nothing was changed then
 */
export async function startClosing(input: {
  period: string
  actor: Actor
  clock: Clock
}): Promise<CloseKey> {
  const period = parsePeriod(input.period)
  return db.transaction(async (trx) => {
    const row = await Period.lock(period, trx)
    const key = { period, revision: row.revision }
    if (row.state === 'closing') return key
    if (row.isClosed) throw new PeriodStateError(period, row.state, 'open')
    await refuseTooEarly(period, input.clock, trx)
    const policy = await findPolicy(period, trx)
    if (!policy) throw policyMissing(period)
    await adjustReversals({ clock: input.clock }, trx)
    await openPeriod({ period: nextPeriod(period), clock: input.clock }, trx)
    await openPeriod({ period, clock: input.clock }, trx)
    await row.startClosing(policy.id, input.actor, input.clock.now())
    await writeChecklist(key, trx)
    await recordAuditEvent(trx, {
      actor: input.actor,
      action: 'royalties.start_close',
      subject: { type: 'period', id: period },
      before: { state: 'open' },
      after: { state: 'closing', revision: row.revision, policy_version: policy.version },
      clock: input.clock,
    })
    return key
  })
}

async function refuseTooEarly(period: string, clock: Clock, trx: TransactionClientContract) {
  if (!isPeriodOver(period, clock.now())) {
    throw new RoyaltiesError(
      'period_not_over',
      `${period} is not over: close it from the first day of ${nextPeriod(period)} (Paris time)`,
      { period, next: nextPeriod(period) }
    )
  }
  const earlier = await Period.query({ client: trx })
    .where('period', '<', period)
    .whereIn('state', ['open', 'closing'])
    .orderBy('period')
    .first()
  if (earlier) {
    throw new RoyaltiesError(
      'earlier_period_open',
      `${earlier.period} is not closed yet: close it first, its balances open ${period}`,
      { period, earlier: earlier.period }
    )
  }
}

function policyMissing(period: string) {
  return new RoyaltiesError(
    'policy_missing',
    `No allocation policy is in force for ${period}: record the one that the members voted`,
    { period }
  )
}

async function writeChecklist({ period, revision }: CloseKey, trx: TransactionClientContract) {
  const client = await rawClient(trx)
  await client.query(
    `INSERT INTO period_steps (id, period, revision, step, state, parts_total)
     SELECT s.id, $1, $2, s.step, 'waiting', s.parts
       FROM unnest($3::uuid[], $4::text[], $5::int[]) AS s (id, step, parts)
     ON CONFLICT (period, revision, step) DO NOTHING`,
    [period, revision, STEPS.map(() => newId()), [...STEPS], STEPS.map(partsOf)]
  )
}
