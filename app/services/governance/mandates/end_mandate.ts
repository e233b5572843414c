import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import Mandate from '#models/governance/mandate'
import { actOf, GovernanceError } from '#services/governance/errors'
import { closingBefore } from '#services/governance/rules/mandate_term'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

export type MandateEnd = {
  mandateId: string
  reason: NonNullable<Mandate['endReason']>
  on: DateTime
  actor: Actor
  clock: Clock
}

/** A mandate ends before its term; see `endMandateOf`. */
export function endMandate(input: MandateEnd) {
  return actOf((trx) => endMandateOf(trx, input))
}

/** C31: a resignation, a revocation, a death or an exit ends a mandate, not in the future. */
export async function endMandateOf(
  trx: TransactionClientContract,
  { mandateId, reason, on, actor, clock }: MandateEnd
): Promise<Mandate> {
  const mandate = await Mandate.query({ client: trx }).where('id', mandateId).forUpdate().first()
  if (!mandate) throw new GovernanceError('mandate_unknown')
  if (mandate.endedOn) throw new GovernanceError('mandate_ended')
  if (on.toISODate()! > clock.now().toISODate()!) throw new GovernanceError('mandate_in_the_future')
  if (on.toISODate()! < mandate.startsOn.toISODate()!) {
    throw new GovernanceError('mandate_before_start')
  }
  await mandate.end(reason, on).save()
  await recordAuditEvent(trx, {
    actor,
    action: 'governance.end_mandate',
    subject: { type: 'member', id: mandate.memberId },
    after: { body: mandate.bodyCode, reason, on: on.toISODate() },
    clock,
  })
  return mandate
}

/**
 * C31: the assembly has approved the accounts of a year: the mandates whose last year it was end
 * on that day, those that it has just given run on.
 */
export async function expireMandates(
  trx: TransactionClientContract,
  accounts: { closedOn: DateTime; approvedOn: DateTime }
): Promise<void> {
  const approvedOn = accounts.approvedOn.toISODate()!
  const { settings } = await requireStatutes(approvedOn, trx)
  const running = await Mandate.query({ client: trx })
    .whereNull('endedOn')
    .where('startsOn', '<', approvedOn)
    .forUpdate()
  for (const mandate of running) {
    const lastYear = closingBefore(mandate.endsOn.toISODate()!, settings.identity.yearEnd)
    if (lastYear > accounts.closedOn.toISODate()!) continue
    await mandate.end('expired', accounts.approvedOn).save()
  }
}
