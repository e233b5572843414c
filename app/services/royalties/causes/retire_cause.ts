import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import Cause from '#models/royalties/cause'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { RoyaltiesError } from '#services/royalties/errors'
import { policiesAhead } from '#services/royalties/queries/policies_ahead'
import type { Clock } from '#values/clock'

type Change = { causeId: string; actor: Actor; clock: Clock }

/**
 * Stops proposing a cause. It is never deleted: closed months name it (P15), and whoever chose it
 * keeps that choice until they make another.
 *
 * @throws RoyaltiesError `cause_voted` while a rule for a month that is not closed names it
 */
export async function retireCause({ causeId, actor, clock }: Change): Promise<Cause> {
  return db.transaction(async (trx) => {
    const cause = await lock(causeId, trx)
    if (cause.isRetired) return cause
    const ahead = await policiesAhead(clock, trx)
    const naming = ahead.find(({ causes }) => causes.some((line) => line.cause_id === causeId))
    if (naming) {
      throw new RoyaltiesError(
        'cause_voted',
        `The rule in force from ${naming.effectivePeriod} names "${causeId}": adopt one without it first`,
        { cause: cause.name, period: naming.effectivePeriod }
      )
    }
    return mark(cause, clock.now(), { actor, clock, action: 'royalties.retire_cause' }, trx)
  })
}

/** Proposes a retired cause again. */
export async function restoreCause({ causeId, actor, clock }: Change): Promise<Cause> {
  return db.transaction(async (trx) => {
    const cause = await lock(causeId, trx)
    if (!cause.isRetired) return cause
    return mark(cause, null, { actor, clock, action: 'royalties.restore_cause' }, trx)
  })
}

function lock(id: string, trx: TransactionClientContract): Promise<Cause> {
  return Cause.query({ client: trx }).where('id', id).forUpdate().firstOrFail()
}

async function mark(
  cause: Cause,
  retiredAt: DateTime | null,
  { actor, clock, action }: { actor: Actor; clock: Clock; action: string },
  trx: TransactionClientContract
): Promise<Cause> {
  const before = { retired_at: cause.retiredAt?.toISO() ?? null }
  await cause.merge({ retiredAt }).save()
  await recordAuditEvent(trx, {
    actor,
    action,
    subject: { type: 'cause', id: cause.id },
    before: { name: cause.name, ...before },
    after: { name: cause.name, retired_at: retiredAt?.toISO() ?? null },
    clock,
  })
  return cause
}
