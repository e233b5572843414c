import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'
import type AnnualAccounts from '#models/shares/annual_accounts'
import { daysOf, daysOfRate, yearOf } from '#services/shares/rules/financial_year'
import { paidUpDays } from '#services/shares/surplus/paid_up_days'
import { surplusParts, type SurplusParts } from '#services/shares/surplus/surplus_parts'
import {
  interestCap,
  interestOf,
  isWithinCap,
  type BondYield,
  type ExactRate,
  type SurplusFrame,
} from '#services/shares/surplus/surplus_rule'
import type { StatuteSettings } from '#services/statutes/statute_settings'

export type Simulation = SurplusParts & {
  /** Negative when losses are left to carry. */
  surplusCents: bigint
  frame: SurplusFrame
  /** Null while a half-year of the three years is missing. */
  cap: ExactRate | null
  /** The half-years that the cap was made of, newest first. */
  yields: BondYield[]
  centDays: bigint
  yearDays: bigint
  rateMillipercent: bigint
  refusal: SurplusRefusal | null
}

export type SurplusRefusal =
  'nothing_to_allocate' | 'no_surplus' | 'no_cap' | 'above_cap' | 'above_surplus'

type Asked = {
  accounts: AnnualAccounts
  settings: StatuteSettings
  /** The year of the assembly that will vote; the cap looks at the three before. */
  assemblyYear: number
  rateMillipercent: bigint
}

/**
 * C33, C34: what a rate of interest would make of a year's surplus, and why it may not be. Reads
 * only; nothing is decided before a vote.
 */
export async function simulateSurplus(
  { accounts, settings, assemblyYear, rateMillipercent }: Asked,
  client: TransactionClientContract | typeof db = db
): Promise<Simulation> {
  const year = yearOf(accounts)
  const yields = await yieldsBefore(assemblyYear, client)
  const cap = interestCap(yields, assemblyYear, settings.interest.marginMillipercent)
  const centDays = await paidUpDays(year, client)
  const rate = { numerator: rateMillipercent, denominator: 1n }
  const wanted = interestOf(centDays, daysOfRate(year), rate)
  const { imputeReserves } = settings.exit
  const rules = { reserves: settings.reserves, imputeReserves }
  const { frame, parts } = surplusParts(accounts, wanted, rules)
  const { surplusCents, resultCents } = accounts
  return {
    ...parts,
    surplusCents,
    frame,
    cap,
    yields,
    centDays,
    yearDays: daysOf(year),
    rateMillipercent,
    refusal: refusalOf({ frame, cap, rateMillipercent, surplusCents, resultCents, ...parts }),
  }
}

/** A cap as a draft keeps it. */
export function capText(cap: ExactRate | null): string | null {
  return cap && `${cap.numerator}/${cap.denominator}`
}

type Found = SurplusParts &
  Pick<Simulation, 'frame' | 'cap' | 'rateMillipercent' | 'surplusCents'> & { resultCents: bigint }

function refusalOf(found: Found): SurplusRefusal | null {
  const { surplusCents, resultCents, imputedCents, rateMillipercent, cap } = found
  if (surplusCents <= 0n && resultCents === 0n && imputedCents === 0n) return 'nothing_to_allocate'
  if (rateMillipercent === 0n) return null
  if (surplusCents <= 0n) return 'no_surplus'
  if (!cap) return 'no_cap'
  if (!isWithinCap(rateMillipercent, cap)) return 'above_cap'
  return found.interestCents > found.frame.maxInterestCents ? 'above_surplus' : null
}

async function yieldsBefore(
  assemblyYear: number,
  client: TransactionClientContract | typeof db
): Promise<BondYield[]> {
  const rows = await client
    .from('bond_yields')
    .select('year', 'half', 'rate_millipercent')
    .whereBetween('year', [assemblyYear - 3, assemblyYear - 1])
    .orderBy('year', 'desc')
    .orderBy('half', 'desc')
  return rows.map((row) => ({
    year: row.year,
    half: row.half,
    rateMillipercent: row.rate_millipercent,
  }))
}
