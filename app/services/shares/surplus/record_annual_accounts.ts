import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import type AnnualAccounts from '#models/shares/annual_accounts'
import type { Actor } from '#services/identity/record_audit_event'
import { isTooLong, usualOpening, type FinancialYear } from '#services/shares/rules/financial_year'
import { addAccountsVersion, lockedVersions } from '#services/shares/surplus/accounts_versions'
import { TIME_ZONE, type Clock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { err, ok, type Result } from '#values/result'

/** A year's figures in cents, as the board prepared them or the assembly approved them. */
export type AccountsFigures = {
  /** The year's first day; the usual one when nobody says. */
  openedOn?: DateTime | null
  closedOn: DateTime
  /** Both or none: without them the accounts are prepared and wait for the assembly. */
  approvedOn: DateTime | null
  resolutionReference: string | null
  capitalCents: bigint
  legalReserveCents: bigint
  statutoryReserveCents: bigint
  otherReservesCents: bigint
  carriedLossCents: bigint
  /** Negative for a loss. */
  resultCents: bigint
  subsidiesCents: bigint
  turnoverCents: bigint
  employees: number
}

export type AccountsRefusal =
  | 'not_closed_yet'
  | 'approval_without_date'
  | 'approval_without_resolution'
  | 'approved_before_closing'
  | 'approved_in_the_future'
  | 'opened_after_closing'
  | 'year_too_long'
  | 'years_overlap'
  | 'already_approved'
  | 'already_allocated'

/**
 * Records a year's accounts, prepared or approved. Recording the same year again adds a version
 * that replaces the earlier one, until its result was allocated; what was approved is corrected as
 * approved.
 */
export async function recordAnnualAccounts(input: {
  figures: AccountsFigures
  actor: Actor
  clock: Clock
}): Promise<Result<AnnualAccounts, AccountsRefusal>> {
  const { figures, actor, clock } = input
  const refusal = refuseDates(figures, clock)
  if (refusal) return err(refusal)
  return db.transaction(async (trx) => {
    const year = await yearAsked(figures, trx)
    const versions = await lockedVersions(trx, isoDay(figures.closedOn))
    const reason = (await refuseYear(year, trx)) ?? (await refuseVersion(figures, versions, trx))
    if (reason) return err(reason)
    const facts = { ...figures, openedOn: year.from }
    return ok(await addAccountsVersion(trx, { facts, last: versions[0] ?? null, actor, clock }))
  })
}

function refuseDates(figures: AccountsFigures, clock: Clock): AccountsRefusal | null {
  const { closedOn, approvedOn, resolutionReference } = figures
  const today = isoDay(clock.now())
  if (isoDay(closedOn) >= today) return 'not_closed_yet'
  if (!approvedOn) return resolutionReference ? 'approval_without_date' : null
  if (!resolutionReference) return 'approval_without_resolution'
  if (isoDay(approvedOn) <= isoDay(closedOn)) return 'approved_before_closing'
  return isoDay(approvedOn) > today ? 'approved_in_the_future' : null
}

async function yearAsked(
  { openedOn, closedOn }: AccountsFigures,
  trx: TransactionClientContract
): Promise<FinancialYear> {
  const to = dayOf(closedOn)
  if (openedOn) return { from: dayOf(openedOn), to }
  const [{ day }] = await trx
    .from('annual_accounts')
    .where('closed_on', '<', isoDay(to))
    .select(trx.raw('max(closed_on)::text AS day'))
  return { from: usualOpening(to, day && DateTime.fromISO(day, { zone: TIME_ZONE })), to }
}

async function refuseYear(
  year: FinancialYear,
  trx: TransactionClientContract
): Promise<AccountsRefusal | null> {
  const [from, to] = [isoDay(year.from), isoDay(year.to)]
  if (from > to) return 'opened_after_closing'
  if (isTooLong(year)) return 'year_too_long'
  const overlaps = await trx
    .from('annual_accounts')
    .whereNotNull('approved_on')
    .whereNot('closed_on', to)
    .where('opened_on', '<=', to)
    .where('closed_on', '>=', from)
    .first()
  return overlaps ? 'years_overlap' : null
}

async function refuseVersion(
  { approvedOn }: AccountsFigures,
  versions: AnnualAccounts[],
  trx: TransactionClientContract
): Promise<AccountsRefusal | null> {
  if (!approvedOn && versions.some((one) => one.isApproved())) return 'already_approved'
  const ids = versions.map(({ id }) => id)
  const allocated = await trx
    .from('surplus_allocations')
    .where('state', 'voted')
    .whereIn('annual_accounts_id', ids)
    .first()
  return allocated ? 'already_allocated' : null
}
