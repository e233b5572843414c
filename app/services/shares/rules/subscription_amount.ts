import { collegeOf } from '#services/statutes/college_of'
import type { StatuteSettings } from '#services/statutes/statute_settings'

/** C07: amount = shares × nominal value, in cents. */
export function subscribedCents(shares: number, nominalCents: bigint): bigint {
  if (!Number.isSafeInteger(shares) || shares <= 0) {
    throw new RangeError(`${shares} is not a number of shares`)
  }
  return BigInt(shares) * nominalCents
}

/** C07: how many shares a member must hold, by the category that counts (C03); one without any. */
export function leastSharesOf(categoryCodes: string[], settings: StatuteSettings): number {
  return collegeOf(categoryCodes, settings)?.category.minShares ?? 1
}
