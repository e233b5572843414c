import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { approvalDeadline, closingBefore } from '#services/governance/rules/mandate_term'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** So many days before its last day the assembly on the accounts is called for. */
const NOTICE_DAYS = 90

export type AccountsClock = {
  /** The year's end, and the last day of the assembly or of the filing; YYYY-MM-DD. */
  closedOn: string
  dueOn: string
  /** `file`: the accounts were approved and have to be filed. */
  state: 'early' | 'due' | 'late' | 'file'
}

/**
 * C32: by when the assembly has to approve the accounts of the last year, and by when they have to
 * be filed. Null before the first year's end under statutes, and once both are behind.
 */
export async function accountsClock(clock: Clock): Promise<AccountsClock | null> {
  const now = clock.now()
  const today = now.toISODate()!
  const statutes = await statutesInForce(now)
  if (!statutes) return null
  const { accounts, identity } = statutes.settings
  const closedOn = closingBefore(today, identity.yearEnd)
  const { rows } = await db.rawQuery(
    `SELECT (SELECT min(effective_on)::text FROM statute_profiles WHERE state = 'adopted') AS first,
            (SELECT approved_on::text FROM annual_accounts WHERE closed_on = :closed
              ORDER BY version DESC LIMIT 1) AS approved`,
    { closed: closedOn }
  )
  const [{ first, approved }] = rows
  if (first > closedOn) return null
  if (approved) {
    const fileBy = DateTime.fromISO(approved).plus({ months: accounts.filingMonths }).toISODate()!
    return today <= fileBy ? { closedOn, dueOn: fileBy, state: 'file' } : null
  }
  const due = approvalDeadline(DateTime.fromISO(closedOn), accounts.approvalMonths)
  const dueOn = due.toISODate()!
  if (today > dueOn) return { closedOn, dueOn, state: 'late' }
  const isNear = today >= due.minus({ days: NOTICE_DAYS }).toISODate()!
  return { closedOn, dueOn, state: isNear ? 'due' : 'early' }
}
