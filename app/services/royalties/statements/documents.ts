/**
 * What a statement says (rules-platform 3.7). The document is the proof's object: its RFC 8785
 * bytes are hashed into the month's tree, and HTML, PDF and CSV are made from it. So it holds
 * nothing that changes afterwards and nothing of anybody else, every figure is a decimal string,
 * and rows are sorted by their id. Amounts are micro-euro (`*_micro`) or cents (`*_cents`).
 */

export const STATEMENT_FORMAT = 1

export type Decimal = string

/** The rule that was in force and who voted it; basis points and weights as decimal strings. */
export type StatementPolicy = {
  resolution_id: string
  resolution_title: string
  /** YYYY-MM-DD */
  adopted_on: string
  keys: { artists: Decimal; contributions: Decimal; operations: Decimal }
  weights: { listening: Decimal; download: Decimal }
  payout_threshold_cents: Decimal
  carry_months: Decimal
}

type StatementHead = {
  format: typeof STATEMENT_FORMAT
  /** YYYY-MM */
  period: string
  revision: number
  rule_version: number
  policy: StatementPolicy
}

/** How a unit of use is known: seen by our server, reported by the player, or by an announce. */
export type EvidenceClass = 'server' | 'player' | 'announce'
export type Units = { listening: Decimal; download: Decimal }
/** Classes without any unit are left out. */
export type UnitsByEvidence = Partial<Record<EvidenceClass, Units>>

export type StatementPayment = {
  contribution_id: string
  /** YYYY-MM-DD, Paris */
  settled_on: string
  gross_cents: Decimal
  vat_rate_bp: Decimal
  vat_cents: Decimal
  payment_fee_cents: Decimal
  net_cents: Decimal
}

export type SubscriberWork = {
  work_id: string
  title: string
  artist: string
  units: UnitsByEvidence
  /** Units weighed by the voted weights: what the share is in proportion to. */
  weight: Decimal
  amount_micro: Decimal
}

export type SubscriberCause = {
  cause_id: string
  name: string
  basis_points: Decimal
  amount_micro: Decimal
}

export type OperationShare = {
  label_fr: string
  label_en: string
  basis_points: Decimal
  amount_micro: Decimal
}

/** Where one person's month went. */
export type SubscriberStatement = StatementHead & {
  kind: 'subscriber'
  /** Random identifier that the co-operative alone ties to an account. */
  subscriber_id: string
  payments: StatementPayment[]
  totals: {
    gross_cents: Decimal
    vat_cents: Decimal
    payment_fees_cents: Decimal
    fee_shortfall_cents: Decimal
    net_cents: Decimal
    artists_micro: Decimal
    contributions_micro: Decimal
    operations_micro: Decimal
    /** Of earlier months, for want of use. */
    carried_in_micro: Decimal
    /** To later months, for want of use. */
    carried_out_micro: Decimal
    /** Carried too long: shared among all the works of the month (rule 4, P19). */
    pooled_micro: Decimal
  }
  carried_out_months: Decimal
  works: SubscriberWork[]
  causes_chosen_by: 'subscriber' | 'vote'
  causes: SubscriberCause[]
  operations: OperationShare[]
  /** The same month if one pot were shared by all uses: how much would stay with these works. */
  by_pro_rata: { to_these_works_micro: Decimal; elsewhere_micro: Decimal }
}

export type PayeeWork = {
  work_id: string
  title: string
  artist: string
  /** Share of the split sheet in force on the month's last day. */
  basis_points: Decimal
  units: UnitsByEvidence
  /** Paying listeners, null below five: so few could be recognised by their amounts. */
  listeners: Decimal | null
  /** What the work earned before the split. */
  work_amount_micro: Decimal
  amount_micro: Decimal
  by_pro_rata_micro: Decimal
}

export type PayeeAdjustment = { amount_micro: Decimal; corrects: string; reason: string }

/** What one rights-holder earned, and what became of it. */
export type PayeeStatement = StatementHead & {
  kind: 'payee'
  payee_id: string
  payee_name: string
  works: PayeeWork[]
  adjustments: PayeeAdjustment[]
  totals: {
    opening_micro: Decimal
    lines_micro: Decimal
    adjustments_micro: Decimal
    balance_micro: Decimal
    payout_cents: Decimal
    closing_micro: Decimal
    by_pro_rata_micro: Decimal
  }
  /** Why there is a transfer or none. */
  payout: 'due' | 'below_threshold' | 'negative_balance' | 'nothing'
  /** The transfer's reference, when there is one. */
  payout_reference: string | null
}

export type StatementDocument = SubscriberStatement | PayeeStatement

/** A statement whose figures do not add up is never written: the close stops here. */
export class StatementError extends Error {}
