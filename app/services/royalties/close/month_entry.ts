import {
  LEDGER_ACCOUNTS as accounts,
  type LedgerAccountCode,
} from '#services/ledger/chart_of_accounts'
import type { EntryLine } from '#services/ledger/post_entry'
import { ledgerCents } from '#services/royalties/allocation/rule'
import { apportion } from '#values/apportion'
import { MICRO_PER_CENT } from '#values/money'
import { roundHalfUp } from '#values/ratio'

/** The month's adjustments by what they change, in micro-euro; what is taken back is negative. */
export type Corrections = { payees: bigint; suspense: bigint; carried: bigint }

/** What the month's entry is made of; `carriedInCents` is what account 4673 held before it. */
export type MonthMoney = {
  period: string
  summary: Record<string, string>
  carriedInCents: bigint
  corrections: Corrections
}

/** The month's net in cents by key (step 8 of the rule). */
export function partsOfMonth({ period, summary }: Pick<MonthMoney, 'period' | 'summary'>) {
  return ledgerCents(period, BigInt(summary.net_cents), {
    artists: BigInt(summary.artists_micro),
    contributions: BigInt(summary.contributions_micro),
    operations: BigInt(summary.operations_micro),
  })
}

/**
 * The lines of a month's entry (journal RD), in cents: the artists' part and what was carried in
 * become due to payees, wait in suspense or are carried on; the contributions' part becomes due to
 * causes; corrections of closed months come off the royalties. A function of its figures alone, so
 * that `royalties.ledger_net` can hold the ledger to it.
 */
export function monthLines(month: MonthMoney): EntryLine[] {
  const { carriedInCents, corrections } = month
  const parts = partsOfMonth(month)
  const carriedBack = carriedBackCents(month)
  return [
    { account: accounts.royalties, debitCents: parts.artists },
    { account: accounts.carried, debitCents: carriedInCents },
    ...artistLines(month, parts.artists + carriedInCents - carriedBack),
    { account: accounts.contributions, debitCents: parts.contributions },
    { account: accounts.causes, creditCents: parts.contributions },
    ...correctionLines(accounts.payees, corrections.payees),
    ...correctionLines(accounts.suspense, corrections.suspense),
    { account: accounts.royalties, label: CORRECTIONS, creditCents: carriedBack },
  ]
}

const CORRECTIONS = 'Corrections de mois clos'

/** The artists' cents among payees, suspense and carried, by their micro-euro. */
function artistLines({ period, summary }: MonthMoney, cents: bigint): EntryLine[] {
  if (cents <= 0n) return []
  const weights = [
    { id: accounts.payees, weight: BigInt(summary.payee_lines_micro) },
    { id: accounts.suspense, weight: BigInt(summary.suspense_micro) },
    { id: accounts.carried, weight: BigInt(summary.carried_out_micro) },
  ]
  const parts = apportion(cents, weights, (account) => `${period}|ledger|${account}`)
  return weights.map(({ id }, index) => ({ account: id, creditCents: parts[index] }))
}

/**
 * What reversed payments take from the amounts carried in: never more than account 4673 holds, and
 * all of it when nothing is left to carry.
 */
function carriedBackCents({ summary, carriedInCents, corrections }: MonthMoney): bigint {
  if (corrections.carried === 0n) return 0n
  if (BigInt(summary.carried_in_micro) === 0n) return carriedInCents
  const cents = roundHalfUp(-corrections.carried, MICRO_PER_CENT)
  return cents < carriedInCents ? cents : carriedInCents
}

/** Rounded half up: less than a cent stays on the account. */
function correctionLines(account: LedgerAccountCode, micro: bigint): EntryLine[] {
  const label = CORRECTIONS
  const cents = roundHalfUp(micro < 0n ? -micro : micro, MICRO_PER_CENT)
  if (micro < 0n) {
    return [
      { account, label, debitCents: cents },
      { account: accounts.royalties, label, creditCents: cents },
    ]
  }
  return [
    { account: accounts.royalties, label, debitCents: cents },
    { account, label, creditCents: cents },
  ]
}
