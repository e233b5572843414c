import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'
import type AnnualAccounts from '#models/shares/annual_accounts'
import { daysOf, financialYear, paidUpDays } from '#services/shares/surplus/paid_up_days'
import {
  interestCap,
  interestOf,
  isWithinCap,
  surplusFrame,
  type BondYield,
  type ExactRate,
  type SurplusFrame,
} from '#services/shares/surplus/surplus_rule'
import type { StatuteSettings } from '#services/statutes/statute_settings'

export type Simulation = {
  surplusCents: bigint
  frame: SurplusFrame
  /** Null while a half-year of the three years is missing. */
  cap: ExactRate | null
  /** The half-years that the cap was made of, newest first. */
  yields: BondYield[]
  centDays: bigint
  yearDays: bigint
  rateMillipercent: bigint
  interestCents: bigint
  legalReserveCents: bigint
  /** All that is not interest or legal reserve: a SCIC shares nothing else out. */
  statutoryReserveCents: bigint
  refusal: SurplusRefusal | null
}

export type SurplusRefusal = 'no_surplus' | 'no_cap' | 'above_cap' | 'above_surplus'

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
  const year = financialYear(accounts.closedOn)
  const frame = surplusFrame(accounts, settings.reserves)
  const yields = await yieldsBefore(assemblyYear, client)
  const cap = interestCap(yields, assemblyYear, settings.interest.marginMillipercent)
  const centDays = await paidUpDays(year, client)
  const yearDays = daysOf(year)
  const rate = { numerator: rateMillipercent, denominator: 1n }
  const interestCents = interestOf(centDays, yearDays, rate)
  const left = accounts.surplusCents - frame.legalReserveCents - interestCents
  const found = { frame, cap, rateMillipercent, interestCents }
  return {
    ...found,
    surplusCents: accounts.surplusCents,
    yields,
    centDays,
    yearDays,
    legalReserveCents: frame.legalReserveCents,
    statutoryReserveCents: left > 0n ? left : 0n,
    refusal: refusalOf({ ...found, surplusCents: accounts.surplusCents }),
  }
}

type Found = Pick<
  Simulation,
  'frame' | 'cap' | 'rateMillipercent' | 'interestCents' | 'surplusCents'
>

function refusalOf(found: Found): SurplusRefusal | null {
  if (found.surplusCents <= 0n) return 'no_surplus'
  if (found.rateMillipercent === 0n) return null
  if (!found.cap) return 'no_cap'
  if (!isWithinCap(found.rateMillipercent, found.cap)) return 'above_cap'
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
