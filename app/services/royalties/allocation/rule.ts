import { apportion, type Weighted } from '#values/apportion'
import { centsToMicro, vatOf } from '#values/money'
import type { AllocationPolicy, Key } from './policy.js'

/**
 * The allocation rule, version 1: the steps that concern one subscriber, in `bigint`.
 *
 * Everything that allocates goes through these functions: `allocateRange` (files and database),
 * pages that explain one subscriber's month, and the replay of a published month.
 */

/** A settled contribution. Amounts in cents, rate in basis points; none of them negative. */
export type Contribution = {
  readonly contributionId: string
  readonly grossCents: bigint
  readonly vatRateBp: bigint
  readonly paymentFeeCents: bigint
}

/** Cents; gross = vat + paymentFees − feeShortfall + net. */
export type Fees = {
  grossCents: bigint
  vatCents: bigint
  paymentFeesCents: bigint
  feeShortfallCents: bigint
  netCents: bigint
}

/** Micro-euro by key; together the net × 10 000. */
export type KeyShares = Record<Key, bigint>

/** What waits for a subscriber without use: micro-euro, and for how many months. */
export type Carried = { readonly amountMicro: bigint; readonly months: bigint }

/** What a subscriber's month comes to before the artists' part is shared among works. */
export type Settlement = {
  readonly fees: Fees
  readonly keys: KeyShares
  readonly carriedInMicro: bigint
  /** To share among the works used; 0 without use. */
  readonly shareMicro: bigint
  /** Set without use, when there is something to keep. */
  readonly carriedOut: Carried | null
  /** In the order of the causes given; amounts of 0 included. */
  readonly causes: readonly { readonly causeId: string; readonly amountMicro: bigint }[]
}

/** Step 1: what is left of a contribution after VAT and payment fee, in cents. */
export function feesOf(contribution: Contribution): Fees {
  const { grossCents, vatRateBp, paymentFeeCents } = contribution
  const vatCents = vatOf(grossCents, vatRateBp)
  const left = grossCents - vatCents - paymentFeeCents
  return {
    grossCents,
    vatCents,
    paymentFeesCents: paymentFeeCents,
    feeShortfallCents: left < 0n ? -left : 0n,
    netCents: left > 0n ? left : 0n,
  }
}

/** Step 2: the net of one contribution divided among the voted keys, in micro-euro. */
export function keySharesOf(
  policy: AllocationPolicy,
  contributionId: string,
  netCents: bigint
): KeyShares {
  const [artists, contributions, operations] = apportion(
    centsToMicro(netCents),
    policy.keys,
    (key) => `${policy.period}|${contributionId}|${key}`
  )
  return { artists, contributions, operations }
}

/** Step 3: what a subscriber's use of a work weighs; 0 is no use. */
export function weightOf(
  policy: AllocationPolicy,
  listeningUnits: bigint,
  downloadUnits: bigint
): bigint {
  return listeningUnits * policy.weights.listening + downloadUnits * policy.weights.download
}

/** Step 4, without use: what is kept for later, one month older. It expires by `isExpired`. */
export function carryOver(amountMicro: bigint, carried: Carried | null): Carried | null {
  return amountMicro === 0n ? null : { amountMicro, months: (carried?.months ?? 0n) + 1n }
}

/** Step 4: true when what was carried joins the pool, provided that somebody used something. */
export function isExpired(policy: AllocationPolicy, carried: Carried): boolean {
  return carried.months > policy.carryMonths
}

/** Step 5: the contributions' part over the subscriber's own causes if chosen, else the voted. */
export function causesOf(
  policy: AllocationPolicy,
  subscriberId: string,
  contributionsMicro: bigint,
  choices: readonly Weighted[]
) {
  if (contributionsMicro === 0n) return []
  const causes = choices.length > 0 ? choices : policy.causes
  const parts = apportion(
    contributionsMicro,
    causes,
    (cause) => `${policy.period}|${subscriberId}|${cause}`
  )
  return causes.map((cause, index) => ({ causeId: cause.id, amountMicro: parts[index] }))
}

/** Steps 1, 2, 5 and the decision of step 4 for one subscriber. */
export function settleSubscriber(
  policy: AllocationPolicy,
  subscriber: {
    readonly subscriberId: string
    readonly contributions: readonly Contribution[]
    readonly choices: readonly Weighted[]
    readonly carried: Carried | null
    readonly hasUse: boolean
  }
): Settlement {
  const fees = noFees()
  const keys: KeyShares = { artists: 0n, contributions: 0n, operations: 0n }
  for (const contribution of subscriber.contributions) {
    const own = feesOf(contribution)
    addFees(fees, own)
    addKeys(keys, keySharesOf(policy, contribution.contributionId, own.netCents))
  }
  const carriedInMicro = subscriber.carried?.amountMicro ?? 0n
  const artistsMicro = keys.artists + carriedInMicro
  return {
    fees,
    keys,
    carriedInMicro,
    shareMicro: subscriber.hasUse ? artistsMicro : 0n,
    carriedOut: subscriber.hasUse ? null : carryOver(artistsMicro, subscriber.carried),
    causes: causesOf(policy, subscriber.subscriberId, keys.contributions, subscriber.choices),
  }
}

/**
 * Step 8: the keys in cents, for the ledger. They sum to the net of the month.
 *
 * @param micro the month's artists, contributions and operations
 */
export function ledgerCents(period: string, netCents: bigint, micro: KeyShares): KeyShares {
  // A month without net has nothing to weigh and nothing to split.
  if (netCents === 0n) return { artists: 0n, contributions: 0n, operations: 0n }
  const weights = (['artists', 'contributions', 'operations'] as const).map((id) => ({
    id,
    weight: micro[id],
  }))
  const [artists, contributions, operations] = apportion(
    netCents,
    weights,
    (key) => `${period}|ledger|${key}`
  )
  return { artists, contributions, operations }
}

export function noFees(): Fees {
  return {
    grossCents: 0n,
    vatCents: 0n,
    paymentFeesCents: 0n,
    feeShortfallCents: 0n,
    netCents: 0n,
  }
}

export function addFees(sum: Fees, own: Fees): void {
  sum.grossCents += own.grossCents
  sum.vatCents += own.vatCents
  sum.paymentFeesCents += own.paymentFeesCents
  sum.feeShortfallCents += own.feeShortfallCents
  sum.netCents += own.netCents
}

export function addKeys(sum: KeyShares, own: KeyShares): void {
  sum.artists += own.artists
  sum.contributions += own.contributions
  sum.operations += own.operations
}
