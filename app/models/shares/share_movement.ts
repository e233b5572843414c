import { ShareMovementSchema } from '#database/schema'

export type MovementType = ShareMovement['type']
export type Pocket = 'held' | 'leaving'

/**
 * A numbered line of the register: shares from one pocket to another. Written once, by
 * `recordMovement`; the database refuses any change.
 */
export default class ShareMovement extends ShareMovementSchema {
  static primaryKey = 'number'
  static selfAssignPrimaryKey = true

  /** What the shares amount to at their nominal value, in cents. */
  get amountCents(): bigint {
    return BigInt(this.shares) * this.nominalCents
  }
}
