import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Member from '#models/membership/member'
import type { Actor } from '#services/identity/record_audit_event'
import { recordDeparture } from '#services/membership/leave_membership'
import { holdingOf } from '#services/shares/queries/holding_of'
import type { Clock } from '#values/clock'
import type { Day } from '#values/day'

/** Who holds no share any more is no longer a member, from that day (C12). */
export async function departIfEmpty(
  trx: TransactionClientContract,
  given: { memberId: string; on?: Day; actor: Actor; clock: Clock }
): Promise<void> {
  const { memberId, actor, clock } = given
  const { shares } = await holdingOf(memberId, trx)
  if (shares > 0) return
  const member = await Member.query({ client: trx }).where('id', memberId).firstOrFail()
  if (!member.isActive) return
  await recordDeparture(trx, { memberId, on: given.on ?? clock.now(), actor, clock })
}
