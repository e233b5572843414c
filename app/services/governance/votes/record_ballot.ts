import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Ballot from '#models/governance/ballot'
import { actOf, GovernanceError } from '#services/governance/errors'
import { castIn, type NewBallot } from '#services/governance/votes/cast_ballot'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'

type Recorded = Omit<NewBallot, 'castByMemberId'> & { actor: Actor }

/**
 * The desk writes down the vote of somebody in the room who has no telephone, as they say it. The
 * trail tells who wrote it, not what was said.
 */
export function recordBallot({ actor, ...input }: Recorded) {
  return actOf(async (trx) => {
    const ballot = await castIn(trx, { ...input, castByMemberId: input.electorMemberId })
    await assertInTheRoom(trx, ballot)
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.record_ballot',
      subject: { type: 'resolution', id: input.resolutionId },
      after: { member: input.electorMemberId, receipt: ballot.receipt },
      clock: input.clock,
    })
    return ballot
  })
}

async function assertInTheRoom(trx: TransactionClientContract, ballot: Ballot): Promise<void> {
  const here = await trx
    .from('attendances')
    .where({ assembly_id: ballot.assemblyId, member_id: ballot.electorMemberId, mode: 'room' })
    .whereNull('left_at')
    .first()
  if (!here) throw new GovernanceError('not_in_the_room')
}
