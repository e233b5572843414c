import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Ballot from '#models/governance/ballot'
import { actOf, GovernanceError } from '#services/governance/errors'
import { castIn, type NewBallot } from '#services/governance/votes/cast_ballot'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'

/**
 * The desk writes down what somebody in the room says who has no telephone: their own vote, or one
 * that they carry (C24, C25). The trail tells who wrote it, not what was said.
 */
export function recordBallot({ actor, ...input }: NewBallot & { actor: Actor }) {
  return actOf(async (trx) => {
    const ballot = await castIn(trx, input)
    await assertInTheRoom(trx, ballot)
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.record_ballot',
      subject: { type: 'resolution', id: input.resolutionId },
      after: {
        member: input.electorMemberId,
        by: input.castByMemberId,
        receipt: ballot.receipt,
      },
      clock: input.clock,
    })
    return ballot
  })
}

/** Whoever speaks stands at the desk; whose vote it is may be elsewhere. */
async function assertInTheRoom(trx: TransactionClientContract, ballot: Ballot): Promise<void> {
  const here = await trx
    .from('attendances')
    .where({ assembly_id: ballot.assemblyId, member_id: ballot.castByMemberId, mode: 'room' })
    .whereNull('left_at')
    .first()
  if (!here) throw new GovernanceError('not_in_the_room')
}
