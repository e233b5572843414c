import db from '@adonisjs/lucid/services/db'
import { capabilitiesOf, rolesOf, type Capability } from '#services/identity/capabilities'
import { listDoors } from '#services/identity/queries/list_doors'
import { searchAuditEvents } from '#services/identity/queries/search_audit_events'
import { applicationTasks } from '#services/office_application_tasks'
import { foundingTasks } from '#services/office_founding_tasks'
import { invariantTasks } from '#services/office_invariant_tasks'
import { shareTasks } from '#services/office_share_tasks'
import { memberTasks } from '#services/office_member_tasks'
import { minutesTasks } from '#services/office_minutes_tasks'
import { monthTasks } from '#services/office_month_tasks'
import { periodUsage } from '#services/tracker/queries/period_usage'
import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'

const MONTHS_SHOWN = 6
const ACTS_SHOWN = 10
/** A transfer that nobody has looked at for so long is late. */
const LATE_AFTER_DAYS = 14

export type OfficeTask = {
  key:
    | 'adopt_policy'
    | 'adopt_statutes'
    | 'appoint_treasurer'
    | 'grant_mandates'
    | 'close_period'
    | 'resume_close'
    | 'approve_period'
    | 'publish_period'
    | 'record_payouts'
    | 'nothing_to_pay'
    | 'review_works'
    | 'publish_works'
    | 'settle_payments'
    | 'failed_payments'
    | 'split_shares_waiting'
    | 'review_applications'
    | 'law_alerts'
    | 'share_payments'
    | 'pay_claims'
    | 'share_transfers'
    | 'transfer_answers'
    | 'transfer_paper_answers'
    | 'late_calls'
    | 'sign_minutes'
    | 'post_letters'
    | 'ask_addresses'
    | 'failed_effects'
    | 'invariants_fail'
    | 'invariants_silent'
  count: number
  period: string | null
  href: string
  urgent: boolean
  /** The invariants of the books that it is about, as their checks name and word them. */
  checks?: { name: string; sentence: string }[]
}

/** What one person finds on coming to the office: what waits for them, the month, the last acts. */
export async function officeDesk(account: { id: string }, clock: Clock) {
  const may = new Set(capabilitiesOf(await rolesOf(account.id)))
  const { approver } = await listDoors(account)
  const tasks = [
    ...(await foundingTasks(may, clock)),
    ...(await monthTasks({ may, approver, accountId: account.id, clock })),
    ...(await workTasks(may)),
    ...(await paymentTasks(may, clock)),
    ...(await splitTasks(may)),
    ...(await applicationTasks(may, clock)),
    ...(await memberTasks(may, clock)),
    ...(await shareTasks(may, clock)),
    ...(await minutesTasks(may, clock)),
    ...(await invariantTasks(may, clock)),
  ]
  const months = await db
    .from('periods')
    .select('period', 'state')
    .whereNot('state', 'open')
    .orderBy('period', 'desc')
    .limit(MONTHS_SHOWN)
  const seesBooks = may.has('royalties.view') || approver
  return {
    tasks: tasks.filter((task) => task.count > 0),
    open: may.has('royalties.view') ? await runningMonth(clock) : null,
    months: seesBooks ? months : null,
    recent: may.has('identity.view_audit_trail') ? await lastActs() : [],
  }
}

async function runningMonth(clock: Clock) {
  const period = periodOf(clock.now())
  const from = clock.now().startOf('month').toISO()!
  const { downloads, listenings } = await periodUsage(period)
  const { rows } = await db.rawQuery(
    `SELECT (SELECT count(*)::int FROM subscriptions WHERE state = 'active') AS subscribers,
            (SELECT count(*)::int FROM payments
              WHERE settled_period = :period AND state = 'settled') AS settled,
            (SELECT count(*)::int FROM payments
              WHERE state = 'pending' AND created_at >= :from) AS pending`,
    { period, from }
  )
  const { subscribers, settled, pending } = rows[0]
  return {
    period,
    subscribers: subscribers as number,
    settledPayments: settled as number,
    pendingPayments: pending as number,
    downloads,
    listenings,
  }
}

async function lastActs() {
  const found = await searchAuditEvents({})
  return found
    .all()
    .slice(0, ACTS_SHOWN)
    .map((event) => ({
      at: event.at.toISO()!,
      actor: event.actorLabel.replace(/ <.*>$/, ''),
      action: event.action,
      subject: event.subjectType === 'period' ? event.subjectId : null,
      detail: event.reason,
    }))
}

async function countOf(sql: string, values: string[] = []): Promise<number> {
  const { rows } = await db.rawQuery(`SELECT count(*)::int AS total ${sql}`, values)
  return rows[0].total
}

async function workTasks(may: ReadonlySet<Capability>): Promise<OfficeTask[]> {
  if (!may.has('catalogue.moderate')) return []
  const waiting = await countOf(`FROM works WHERE state IN ('submitted', 'in_review')`)
  const approved = await countOf(`FROM works WHERE state = 'approved'`)
  const base = { period: null, urgent: false }
  return [
    {
      ...base,
      key: 'review_works',
      count: waiting,
      href: '/catalogue/office/works?state=submitted',
    },
    {
      ...base,
      key: 'publish_works',
      count: approved,
      href: '/catalogue/office/works?state=approved',
    },
  ]
}

async function paymentTasks(may: ReadonlySet<Capability>, clock: Clock): Promise<OfficeTask[]> {
  if (!may.has('subscriptions.manage_payments')) return []
  const since = clock.now().minus({ days: LATE_AFTER_DAYS }).toISO()!
  const register = '/subscriptions/office/payments?state='
  const pending = await countOf(`FROM payments WHERE state = 'pending'`)
  const late = await countOf(`FROM payments WHERE state = 'pending' AND created_at < ?`, [since])
  const failed = await countOf(
    `FROM payments p WHERE state = 'failed' AND created_at >= ?
        AND NOT EXISTS (SELECT 1 FROM payments q WHERE q.subscription_id = p.subscription_id
                          AND q.created_at > p.created_at)`,
    [since]
  )
  const base = { period: null }
  return [
    {
      ...base,
      key: 'settle_payments',
      count: pending,
      urgent: late > 0,
      href: `${register}pending`,
    },
    { ...base, key: 'failed_payments', count: failed, urgent: false, href: `${register}failed` },
  ]
}

async function splitTasks(may: ReadonlySet<Capability>): Promise<OfficeTask[]> {
  if (!may.has('licensing.manage')) return []
  const count = await countOf(
    `FROM split_lines l JOIN split_sheets s ON s.id = l.split_sheet_id
      WHERE l.accepted_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM split_sheets n WHERE n.work_id = s.work_id AND n.version > s.version)`
  )
  const href = '/catalogue/office/works?shares=waiting'
  return [{ key: 'split_shares_waiting', count, period: null, href, urgent: false }]
}
