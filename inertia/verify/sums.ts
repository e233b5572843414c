/**
 * The arithmetic inside a statement, done again from its lines. `null` for a kind or a form that
 * this page does not know: nothing is concluded then.
 */
export type SumCheck = { name: string; expected: string; found: string }

type Json = Record<string, unknown>

const MICRO_PER_CENT = 10_000n

export function checkSums(statement: Json): SumCheck[] | null {
  try {
    if (statement.kind === 'subscriber') return subscriberSums(statement)
    if (statement.kind === 'payee') return payeeSums(statement)
    return null
  } catch {
    return null
  }
}

function subscriberSums(statement: Json): SumCheck[] {
  const totals = statement.totals as Json
  const of = (name: string) => amount(totals[name])
  return [
    check(
      'gross',
      of('gross_cents'),
      of('vat_cents') + of('payment_fees_cents') - of('fee_shortfall_cents') + of('net_cents')
    ),
    check(
      'keys',
      of('net_cents') * MICRO_PER_CENT,
      of('artists_micro') + of('contributions_micro') + of('operations_micro')
    ),
    check(
      'artists',
      of('artists_micro') + of('carried_in_micro'),
      total(statement.works) + of('carried_out_micro') + of('pooled_micro')
    ),
    check('causes', of('contributions_micro'), total(statement.causes)),
    check('operations', of('operations_micro'), total(statement.operations)),
  ]
}

function payeeSums(statement: Json): SumCheck[] {
  const totals = statement.totals as Json
  const of = (name: string) => amount(totals[name])
  return [
    check('works', of('lines_micro'), total(statement.works)),
    check('adjustments', of('adjustments_micro'), total(statement.adjustments)),
    check(
      'balance',
      of('closing_micro'),
      of('opening_micro') +
        of('lines_micro') +
        of('adjustments_micro') -
        of('payout_cents') * MICRO_PER_CENT
    ),
  ]
}

function check(name: string, expected: bigint, found: bigint): SumCheck {
  return { name, expected: expected.toString(), found: found.toString() }
}

function total(lines: unknown): bigint {
  return (lines as Json[]).reduce((sum, line) => sum + amount(line.amount_micro), 0n)
}

function amount(value: unknown): bigint {
  if (typeof value !== 'string') throw new TypeError('an amount is a decimal string')
  return BigInt(value)
}
