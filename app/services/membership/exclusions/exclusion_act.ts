import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exclusion from '#models/membership/exclusion'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { MembershipError } from '#services/membership/errors'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'

export type ExclusionAct = { exclusionId: string; actor: Actor; clock: Clock }
type Step = (trx: TransactionClientContract, exclusion: Exclusion) => Promise<string | null | void>

/**
 * One step of a running exclusion: the member and the exclusion are locked, the step changes the
 * row, the trail keeps what became of it. The step's answer is the reason on record.
 *
 * @throws MembershipError exclusion_over
 */
export async function actOnExclusion(
  { exclusionId, actor, clock }: ExclusionAct,
  action: string,
  step: Step,
  client: Pick<TransactionClientContract, 'transaction'> = db
): Promise<Exclusion> {
  return client.transaction(async (trx) => {
    const { memberId } = await Exclusion.query({ client: trx })
      .where('id', exclusionId)
      .firstOrFail()
    await lockedMember(trx, memberId)
    const exclusion = await Exclusion.query({ client: trx })
      .where('id', exclusionId)
      .forUpdate()
      .firstOrFail()
    if (!exclusion.isRunning) {
      throw new MembershipError('exclusion_over', `This exclusion is ${exclusion.state}`)
    }
    const before = { state: exclusion.state }
    const reason = await step(trx, exclusion)
    await exclusion.save()
    await recordAuditEvent(trx, {
      actor,
      action: `membership.${action}`,
      subject: { type: 'member', id: memberId },
      before,
      after: { exclusion_id: exclusion.id, state: exclusion.state },
      reason: reason ?? null,
      clock,
    })
    return exclusion
  })
}
