import AnnualAccounts, { type ApprovedAccounts } from '#models/shares/annual_accounts'
import ExitClaim from '#models/shares/exit_claim'
import { isMembershipYear, lossOfYear } from '#services/shares/claims/loss_of_year'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** A year whose loss may be taken back from a claim; cents as decimal strings. */
export type ClaimLoss = {
  id: string
  closedOn: string
  lossCents: string
  countedCents: string
  takenCents: string
}

/** C17: of every claim in its tail, what the approved accounts of its years leave to take back. */
export async function claimLosses(clock: Clock): Promise<Map<string, ClaimLoss[]>> {
  const claims = await ExitClaim.query()
    .whereNot('state', 'void')
    .where('tailUntil', '>=', isoDay(clock.now()))
    .preload('valuations', (query) => query.orderBy('version', 'desc'))
  const years = await approvedYears()
  const imputes = await imputingByDay(claims)
  return new Map(
    claims.map((claim) => {
      const ofMembership = years.filter(([year]) => isMembershipYear(claim, year))
      const imputeReserves = imputes.get(isoDay(claim.exitOn))!
      const lines = ofMembership.map((versions): ClaimLoss => {
        const known = { claim, valuations: claim.valuations, versions, imputeReserves }
        const { lossCents, countedCents, takenCents } = lossOfYear(known)
        return {
          id: versions[0].id,
          closedOn: isoDay(versions[0].closedOn),
          lossCents: String(lossCents),
          countedCents: String(countedCents),
          takenCents: String(takenCents),
        }
      })
      return [claim.id, lines]
    })
  )
}

/** The approved versions of each year, the newest of both first. */
async function approvedYears(): Promise<ApprovedAccounts[][]> {
  const all = await AnnualAccounts.query()
    .whereNotNull('approvedOn')
    .orderBy('closedOn', 'desc')
    .orderBy('version', 'desc')
  const approved = all.filter((one): one is ApprovedAccounts => one.isApproved())
  return [...Map.groupBy(approved, ({ closedOn }) => isoDay(closedOn)).values()]
}

/** Whether the statutes of each exit's day set losses against the reserve first. */
async function imputingByDay(claims: ExitClaim[]): Promise<Map<string, boolean>> {
  const days = new Set(claims.map(({ exitOn }) => isoDay(exitOn)))
  const found = new Map<string, boolean>()
  for (const day of days) {
    const { settings } = await requireStatutes(day)
    found.set(day, settings.exit.imputeReserves)
  }
  return found
}
