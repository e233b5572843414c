import db from '@adonisjs/lucid/services/db'
import SurplusAllocation from '#models/shares/surplus_allocation'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

/** Puts a draft aside; it stays readable. */
export async function discardAllocation(input: {
  allocationId: string
  actor: Actor
  clock: Clock
}): Promise<Result<void, 'unknown_allocation' | 'not_a_draft'>> {
  const { allocationId, actor, clock } = input
  return db.transaction(async (trx) => {
    const allocation = await SurplusAllocation.query({ client: trx })
      .where('id', allocationId)
      .forUpdate()
      .first()
    if (!allocation) return err('unknown_allocation' as const)
    if (allocation.state !== 'draft') return err('not_a_draft' as const)
    await allocation.merge({ state: 'discarded' }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.discard_allocation',
      subject: { type: 'surplus_allocation', id: allocation.id },
      clock,
    })
    return ok(undefined)
  })
}
