import type AnnualAccounts from '#models/shares/annual_accounts'
import type SurplusAllocation from '#models/shares/surplus_allocation'
import type { Simulation } from '#services/shares/surplus/simulate_surplus'
import { isoDay } from '#values/day'

/** A year's accounts for a page; amounts in cents as decimal strings. */
export function accountsRow(accounts: AnnualAccounts) {
  return {
    id: accounts.id,
    openedOn: isoDay(accounts.openedOn),
    closedOn: isoDay(accounts.closedOn),
    approvedOn: accounts.approvedOn && isoDay(accounts.approvedOn),
    resolution: accounts.resolutionReference,
    version: accounts.version,
    capitalCents: accounts.capitalCents.toString(),
    reservesCents: accounts.reservesCents.toString(),
    carriedLossCents: accounts.carriedLossCents.toString(),
    resultCents: accounts.resultCents.toString(),
    subsidiesCents: accounts.subsidiesCents.toString(),
    employees: accounts.employees,
  }
}

export function allocationRow(allocation: SurplusAllocation, locale: string) {
  return {
    id: allocation.id,
    state: allocation.state,
    closedOn: allocation.annualAccounts.closedOn.toISODate()!,
    legalReserveCents: allocation.legalReserveCents.toString(),
    statutoryReserveCents: allocation.statutoryReserveCents.toString(),
    interestCents: allocation.interestCents.toString(),
    imputedCents: allocation.imputedCents.toString(),
    carriedCents: allocation.carriedCents.toString(),
    rateMillipercent: allocation.interestRateMillipercent,
    text: locale === 'en' ? allocation.resolutionTextEn : allocation.resolutionTextFr,
    resolution: allocation.resolutionReference,
    resolutionDate: allocation.resolutionDate?.toISODate() ?? null,
    createdBy: allocation.createdByLabel,
    createdAt: allocation.createdAt.toISO()!,
  }
}

/** A simulation for a page: the cap in whole thousandths of a percent, downwards. */
export function simulationView(simulation: Simulation) {
  const { frame, cap } = simulation
  return {
    surplusCents: simulation.surplusCents.toString(),
    legalReserveCents: simulation.legalReserveCents.toString(),
    minStatutoryReserveCents: frame.minStatutoryReserveCents.toString(),
    maxInterestCents: frame.maxInterestCents.toString(),
    statutoryReserveCents: simulation.statutoryReserveCents.toString(),
    interestCents: simulation.interestCents.toString(),
    imputedCents: simulation.imputedCents.toString(),
    carriedCents: simulation.carriedCents.toString(),
    rateMillipercent: Number(simulation.rateMillipercent),
    capMillipercent: cap ? Number(cap.numerator / cap.denominator) : null,
    yields: simulation.yields,
    averagePaidUpCents: (simulation.centDays / simulation.yearDays).toString(),
    refusal: simulation.refusal,
  }
}
