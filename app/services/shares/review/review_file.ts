import db from '@adonisjs/lucid/services/db'
import { findReviewStatus } from '#services/shares/review/find_review_status'
import { runningYear } from '#services/shares/review/financial_year_in'
import { projectYear, type ProjectYear } from '#services/shares/review/project_year'
import { approvedAccounts } from '#services/shares/surplus/queries/accounts_register'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

const MOST_YEARS = 5

export type ReviewRow = {
  id: string
  reviewedOn: string
  reviewer: string
  reportReference: string
  debatedOn: string | null
  note: string | null
}

/**
 * The file for the co-operative reviser (C35) with the annual project data of each year (C36): what
 * the co-operative is by its statutes, who is in it, how its capital and results went, what was
 * decided. Amounts in cents as decimal strings.
 */
export type ReviewFile = {
  cooperative: { name: string; legalForm: string; siren: string } | null
  statutes: { version: number; effectiveOn: string; resolution: string }[]
  status: { dueBy: string; state: string; triggers: string[] } | null
  capital: { subscribedCents: string; paidCents: string; peakCents: string; publicCents: string }
  accounts: { closedOn: string; resultCents: string; reservesCents: string; capitalCents: string }[]
  reviews: ReviewRow[]
  years: ProjectYear[]
}

/** Everything of the last five years, from the records as they are now. */
export async function reviewFile(clock: Clock): Promise<ReviewFile> {
  const statutes = await statutesInForce(clock.now())
  const status = await findReviewStatus(clock)
  const identity = statutes?.settings.identity
  const accounts = await approvedAccounts()
  return {
    cooperative: identity
      ? { name: identity.name, legalForm: identity.legalForm, siren: identity.siren }
      : null,
    statutes: await statuteVersions(),
    status: status && {
      dueBy: status.dueBy.toISODate()!,
      state: status.state,
      triggers: status.triggers,
    },
    capital: await capitalTotals(),
    accounts: accounts.slice(0, MOST_YEARS).map((one) => ({
      closedOn: one.closedOn.toISODate()!,
      resultCents: one.resultCents.toString(),
      reservesCents: one.reservesCents.toString(),
      capitalCents: one.capitalCents.toString(),
    })),
    reviews: await listReviews(),
    years: statutes ? await lastYears(clock) : [],
  }
}

/** Every review on record, newest first. */
export async function listReviews(): Promise<ReviewRow[]> {
  const { rows } = await db.rawQuery(
    `SELECT id, reviewed_on::text AS "reviewedOn", reviewer, report_reference AS "reportReference",
            debated_on::text AS "debatedOn", note
       FROM cooperative_reviews ORDER BY reviewed_on DESC, recorded_at DESC`
  )
  return rows
}

async function statuteVersions(): Promise<ReviewFile['statutes']> {
  const { rows } = await db.rawQuery(
    `SELECT version, effective_on::text AS "effectiveOn", resolution_reference AS resolution
       FROM statute_profiles WHERE state = 'adopted' ORDER BY version`
  )
  return rows
}

async function capitalTotals(): Promise<ReviewFile['capital']> {
  const { rows } = await db.rawQuery(
    `SELECT subscribed_cents::text AS "subscribedCents", paid_cents::text AS "paidCents",
            peak_cents::text AS "peakCents", public_cents::text AS "publicCents" FROM capital_totals`
  )
  return rows[0]
}

/** From the first statutes on, five years at the most, the running one included. */
async function lastYears(clock: Clock): Promise<ProjectYear[]> {
  const { rows } = await db.rawQuery(
    `SELECT extract(year FROM min(effective_on))::int AS first FROM statute_profiles WHERE state = 'adopted'`
  )
  const thisYear = await runningYear(clock)
  const first = Math.max(rows[0].first ?? thisYear, thisYear - MOST_YEARS + 1)
  const years: ProjectYear[] = []
  for (let year = thisYear; year >= first; year--) years.push(await projectYear(year))
  return years
}
