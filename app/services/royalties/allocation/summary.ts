import { centsToMicro } from '#values/money'
import { canonicalJson } from '#values/digest'
import type { AllocationPolicy } from './policy.js'
import type { RangeAggregate } from './range_aggregate.js'

/** What `summary.json` says of a period. */
export type AllocationSummary = {
  readonly period: string
  readonly rule_version: number
  readonly gross_cents: bigint
  readonly vat_cents: bigint
  readonly payment_fees_cents: bigint
  readonly fee_shortfall_cents: bigint
  readonly net_cents: bigint
  readonly artists_micro: bigint
  readonly contributions_micro: bigint
  readonly operations_micro: bigint
  readonly carried_in_micro: bigint
  readonly carried_out_micro: bigint
  readonly pool_micro: bigint
  /** Lines of all payees but `suspense`. */
  readonly payee_lines_micro: bigint
  readonly suspense_micro: bigint
  readonly adjustments_micro: bigint
  readonly payout_cents: bigint
}

/** The figures of the payees' side. */
export type PayeeFigures = {
  readonly poolMicro: bigint
  readonly payeeLinesMicro: bigint
  readonly suspenseMicro: bigint
  readonly adjustmentsMicro: bigint
  readonly payoutCents: bigint
}

/** Puts a period's figures together and holds them against the rule's three identities. */
export function summarize(
  policy: AllocationPolicy,
  aggregate: RangeAggregate,
  payees: PayeeFigures
): AllocationSummary {
  const { fees, keys } = aggregate
  const summary: AllocationSummary = {
    period: policy.period,
    rule_version: policy.ruleVersion,
    gross_cents: fees.grossCents,
    vat_cents: fees.vatCents,
    payment_fees_cents: fees.paymentFeesCents,
    fee_shortfall_cents: fees.feeShortfallCents,
    net_cents: fees.netCents,
    artists_micro: keys.artists,
    contributions_micro: keys.contributions,
    operations_micro: keys.operations,
    carried_in_micro: aggregate.carriedInMicro,
    carried_out_micro: aggregate.keptMicro + aggregate.expiredMicro - payees.poolMicro,
    pool_micro: payees.poolMicro,
    payee_lines_micro: payees.payeeLinesMicro,
    suspense_micro: payees.suspenseMicro,
    adjustments_micro: payees.adjustmentsMicro,
    payout_cents: payees.payoutCents,
  }
  assertIdentities(summary)
  return summary
}

/**
 * The three identities of design section 4. A period that breaks one is not written.
 *
 * @throws Error that gives both sides
 */
export function assertIdentities(summary: AllocationSummary): void {
  const s = summary
  equal(
    'gross = vat + payment fees − fee shortfall + net (cents)',
    s.gross_cents,
    s.vat_cents + s.payment_fees_cents - s.fee_shortfall_cents + s.net_cents
  )
  equal(
    'net = artists + contributions + operations (µ€)',
    centsToMicro(s.net_cents),
    s.artists_micro + s.contributions_micro + s.operations_micro
  )
  equal(
    'artists + carried in = payee lines + suspense + carried out (µ€)',
    s.artists_micro + s.carried_in_micro,
    s.payee_lines_micro + s.suspense_micro + s.carried_out_micro
  )
}

/** `summary.json`: RFC 8785, figures as decimal strings, no newline at the end. */
export function summaryJson(summary: AllocationSummary): string {
  const entries = Object.entries(summary).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? value.toString() : value,
  ])
  return canonicalJson(Object.fromEntries(entries))
}

function equal(identity: string, left: bigint, right: bigint): void {
  if (left !== right)
    throw new Error(`The period does not balance: ${identity}: ${left} ≠ ${right}`)
}
