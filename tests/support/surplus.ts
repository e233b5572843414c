import {
  recordAnnualAccounts,
  type AccountsFigures,
} from '#services/shares/surplus/record_annual_accounts'
import { recordBondYield } from '#services/shares/surplus/record_bond_yield'
import { must, OFFICE } from '#tests/support/shares'
import type { Clock } from '#values/clock'
import { dayOf } from '#values/day'

/** TMO of the rule's vector: their mean is 1,8025 %. */
const YIELDS = [
  [2021, 1, 200],
  [2021, 2, 270],
  [2022, 1, 1325],
  [2022, 2, 2510],
  [2023, 1, 3140],
  [2023, 2, 3370],
] as const

export async function givenYields(clock: Clock): Promise<void> {
  for (const [year, half, rateMillipercent] of YIELDS) {
    const bondYield = { year, half, rateMillipercent }
    await recordBondYield({ bondYield, source: 'Journal officiel', actor: OFFICE, clock })
  }
}

/** The accounts of 2023 as approved in May 2024, with a surplus of 10 000 €, refused or not. */
export function accountsOf(clock: Clock, figures: Partial<AccountsFigures> = {}) {
  return recordAnnualAccounts({
    figures: {
      closedOn: dayOf('2023-12-31'),
      approvedOn: dayOf('2024-05-15'),
      resolutionReference: 'AG 2024, résolution 1',
      capitalCents: 2_000_000n,
      legalReserveCents: 0n,
      statutoryReserveCents: 0n,
      otherReservesCents: 0n,
      carriedLossCents: 0n,
      resultCents: 1_000_000n,
      subsidiesCents: 0n,
      turnoverCents: 9_000_000n,
      employees: 2,
      ...figures,
    },
    actor: OFFICE,
    clock,
  })
}

export async function givenAccounts(clock: Clock, figures: Partial<AccountsFigures> = {}) {
  return must(await accountsOf(clock, figures))
}
