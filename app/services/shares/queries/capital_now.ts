import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { capitalFloorCents } from '#services/shares/rules/capital_floor'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** The capital as it stands, in cents; what leaves is part of it until it is repaid. */
export type Capital = {
  shares: bigint
  subscribedCents: bigint
  paidCents: bigint
  publicCents: bigint
  leavingCents: bigint
  /** The highest it ever was (art. 13). */
  peakCents: bigint
  /** C10: what it may not fall below; 0 before the first statutes. */
  floorCents: bigint
  /** What can be repaid today without falling below. */
  roomCents: bigint
  lastNumber: bigint
  /** SHA-256 of the last movement, hex. */
  lastHash: string
}

export async function capitalNow(
  clock: Clock,
  client?: TransactionClientContract
): Promise<Capital> {
  const { rows } = await (client ?? db).rawQuery('SELECT * FROM capital_totals')
  const row = rows[0]
  const statutes = await statutesInForce(clock.now(), client)
  const subscribedCents = BigInt(row.subscribed_cents)
  const peakCents = BigInt(row.peak_cents)
  const floorCents = statutes ? capitalFloorCents(peakCents, statutes.settings) : 0n
  const room = subscribedCents - floorCents
  return {
    shares: BigInt(row.shares),
    subscribedCents,
    paidCents: BigInt(row.paid_cents),
    publicCents: BigInt(row.public_cents),
    leavingCents: BigInt(row.leaving_cents),
    peakCents,
    floorCents,
    roomCents: room > 0n ? room : 0n,
    lastNumber: BigInt(row.last_number),
    lastHash: (row.last_hash as Buffer).toString('hex'),
  }
}
