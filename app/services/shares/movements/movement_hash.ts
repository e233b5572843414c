import type { DateTime } from 'luxon'
import type ShareMovement from '#models/shares/share_movement'
import { canonicalJson, sha256 } from '#values/digest'
import { isoDay } from '#values/day'

/** What precedes the first movement: 32 zero bytes. */
export const REGISTER_START = Buffer.alloc(32)

/** Every column of a movement but its two hashes. */
export type HashedMovement = Pick<
  ShareMovement,
  | 'number'
  | 'id'
  | 'type'
  | 'effectiveOn'
  | 'recordedAt'
  | 'recordedByLabel'
  | 'fromMemberId'
  | 'fromPocket'
  | 'toMemberId'
  | 'toPocket'
  | 'shares'
  | 'nominalCents'
  | 'paidCents'
  | 'subscriptionId'
  | 'transferId'
  | 'claimId'
  | 'corrects'
  | 'reason'
  | 'pieceReference'
>

/** An instant as the database has it, to the microsecond; the clock counts in milliseconds. */
export function recordedAtText(at: DateTime): string {
  return at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'000Z'")
}

/**
 * C11: hash(n) = SHA-256(hash(n−1) followed by the RFC 8785 JSON of the row), with hash(0) = 32 zero
 * bytes. Every value of the JSON is a text or null, instants in UTC with six decimals. Changing,
 * removing or inserting a movement breaks the chain at its number. The database computes the same
 * (`share_movement_hash`) and refuses a row whose hash is another.
 */
export function movementHash(
  previous: Buffer,
  movement: HashedMovement,
  recordedAt = recordedAtText(movement.recordedAt)
): Buffer {
  const json = canonicalJson({
    number: String(movement.number),
    id: movement.id,
    type: movement.type,
    effective_on: isoDay(movement.effectiveOn),
    recorded_at: recordedAt,
    recorded_by_label: movement.recordedByLabel,
    from_member_id: movement.fromMemberId,
    from_pocket: movement.fromPocket,
    to_member_id: movement.toMemberId,
    to_pocket: movement.toPocket,
    shares: String(movement.shares),
    nominal_cents: String(movement.nominalCents),
    paid_cents: String(movement.paidCents),
    subscription_id: movement.subscriptionId,
    transfer_id: movement.transferId,
    claim_id: movement.claimId,
    corrects: movement.corrects === null ? null : String(movement.corrects),
    reason: movement.reason,
    piece_reference: movement.pieceReference,
  })
  return sha256(Buffer.concat([previous, Buffer.from(json)]))
}
