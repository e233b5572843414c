import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** What a member holds, and what waits to be repaid after an exit; amounts in cents. */
export type Holding = {
  shares: number
  subscribedCents: bigint
  paidCents: bigint
  leavingShares: number
  leavingSubscribedCents: bigint
  leavingPaidCents: bigint
}

/** A member's pockets as they stand. */
export async function holdingOf(
  memberId: string,
  client: Pick<TransactionClientContract, 'rawQuery'> = db
): Promise<Holding> {
  const { rows } = await client.rawQuery('SELECT * FROM share_holdings WHERE member_id = ?', [
    memberId,
  ])
  const row = rows[0] ?? {}
  return {
    shares: row.shares ?? 0,
    subscribedCents: BigInt(row.subscribed_cents ?? 0),
    paidCents: BigInt(row.paid_cents ?? 0),
    leavingShares: row.leaving_shares ?? 0,
    leavingSubscribedCents: BigInt(row.leaving_subscribed_cents ?? 0),
    leavingPaidCents: BigInt(row.leaving_paid_cents ?? 0),
  }
}
