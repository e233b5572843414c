import type { Findings } from '#services/statutes/lint/findings'
import type { CapitalRules, StatuteSettings } from '#services/statutes/statute_settings'

/** Half of what an ordinary SA needs (art. 27). */
const SA_MINIMUM_CENTS = 18_500_00n
/** A quarter at once, the rest within five years (art. 12). */
const PAID_UP = { leastBp: 2_500, wholeBp: 10_000, mostMonths: 60 }
const CENTS = /^(0|[1-9][0-9]{0,15})$/

/** Nominal value, floor and paying up (C07, C08, C10). */
export function lintCapital({ capital, identity }: StatuteSettings, found: Findings): void {
  lintPaidUp(capital, found)
  const { transferRefusal: refusal } = capital
  if (refusal.body !== 'nobody' && refusal.withinDays < 1) {
    found.error('transfer', 'capital.transferRefusal.withinDays', 'refusal_without_days')
  }
  const fields = ['nominalCents', 'statutoryMinimumCents', 'statutoryCapitalCents'] as const
  const unread = fields.filter((field) => !CENTS.test(capital[field]))
  for (const field of unread) found.error('nominal', `capital.${field}`, 'amount_invalid')
  if (unread.length > 0) return
  lintAmounts(capital, identity.legalForm, found)
}

function lintPaidUp({ paidUpBp, paidUpMonths }: CapitalRules, found: Findings): void {
  if (paidUpBp < PAID_UP.leastBp || paidUpBp > PAID_UP.wholeBp) {
    found.error('paidUp', 'capital.paidUpBp', 'paid_up_part', {
      partBp: paidUpBp,
      leastBp: PAID_UP.leastBp,
    })
  }
  if (paidUpMonths > PAID_UP.mostMonths) {
    found.error('paidUp', 'capital.paidUpMonths', 'paid_up_months', {
      months: paidUpMonths,
      most: PAID_UP.mostMonths,
    })
  }
  if (paidUpBp < PAID_UP.wholeBp && paidUpMonths < 1) {
    found.error('paidUp', 'capital.paidUpMonths', 'paid_up_no_time')
  }
}

function lintAmounts(capital: CapitalRules, form: string, found: Findings): void {
  const nominal = BigInt(capital.nominalCents)
  const least = BigInt(capital.statutoryMinimumCents)
  const formed = BigInt(capital.statutoryCapitalCents)
  const path = 'capital.statutoryMinimumCents'
  if (nominal === 0n) found.error('nominal', 'capital.nominalCents', 'nominal_zero')
  else if (formed % nominal !== 0n) {
    found.error('nominal', 'capital.statutoryCapitalCents', 'capital_not_in_shares', {
      nominalCents: capital.nominalCents,
    })
  }
  if (least * 10n < formed) {
    found.error('floor', path, 'minimum_below_tenth', {
      leastCents: ((formed + 9n) / 10n).toString(),
    })
  }
  if (least > formed) found.warning('floor', path, 'minimum_above_capital')
  if (form === 'SA' && least < SA_MINIMUM_CENTS) {
    found.error('saCapital', path, 'sa_minimum', { leastCents: SA_MINIMUM_CENTS.toString() })
  }
}
