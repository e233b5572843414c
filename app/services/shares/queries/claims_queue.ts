import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'
import { capitalNow } from '#services/shares/queries/capital_now'
import { claimQueue, type QueuedClaim, type QueuePlace } from '#services/shares/rules/claim_queue'
import type { Clock } from '#values/clock'

export type WaitingClaim = QueuedClaim & {
  memberId: string
  memberNumber: number | null
  memberName: string
  shares: number
  paidUpCents: bigint
  /** What would be paid today, after the losses (C14). */
  amountCents: bigint
  lossShareCents: bigint
  earlyDecisionReference: string | null
}

/** C16: everybody who waits to be repaid, in their order, with who can be paid today and why not. */
export async function claimsQueue(
  clock: Clock,
  client?: TransactionClientContract
): Promise<QueuePlace<WaitingClaim>[]> {
  const { rows } = await (client ?? db).rawQuery(
    `SELECT c.id, c.number, c.exit_on::text, c.due_on::text, c.shares, c.nominal_cents, c.paid_up_cents,
            c.early_decision_reference, c.member_id, m.number AS member_number, m.display_name,
            v.amount_cents, v.loss_share_cents
       FROM exit_claims c JOIN members m ON m.id = c.member_id
       JOIN LATERAL (SELECT * FROM claim_valuations v WHERE v.claim_id = c.id
                      ORDER BY v.version DESC LIMIT 1) v ON true
      WHERE c.state = 'queued' ORDER BY c.exit_on, c.number`
  )
  const { roomCents } = await capitalNow(clock, client)
  return claimQueue(rows.map(waitingClaim), { roomCents, today: clock.now().toISODate()! })
}

/** Where a member's own claims stand, without a word of the others'. */
export async function placesInQueue(
  memberId: string,
  clock: Clock
): Promise<QueuePlace<WaitingClaim>[]> {
  const queue = await claimsQueue(clock)
  return queue.filter(({ claim }) => claim.memberId === memberId)
}

function waitingClaim(row: Record<string, any>): WaitingClaim {
  return {
    id: row.id,
    number: row.number,
    exitOn: row.exit_on,
    dueOn: row.due_on,
    nominalCents: BigInt(row.nominal_cents) * BigInt(row.shares),
    isEarly: row.early_decision_reference !== null,
    memberId: row.member_id,
    memberNumber: row.member_number,
    memberName: row.display_name,
    shares: row.shares,
    paidUpCents: BigInt(row.paid_up_cents),
    amountCents: BigInt(row.amount_cents),
    lossShareCents: BigInt(row.loss_share_cents),
    earlyDecisionReference: row.early_decision_reference,
  }
}
