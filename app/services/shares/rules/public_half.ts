/** C09: public bodies together may hold half of the capital, and not a cent more. */
export function isWithinPublicHalf(publicCents: bigint, capitalCents: bigint): boolean {
  return publicCents * 2n <= capitalCents
}
