import db from '@adonisjs/lucid/services/db'
import { accountsClock } from '#services/governance/queries/accounts_clock'
import { governingBodies } from '#services/governance/queries/governing_bodies'
import type { MemberAlert } from '#services/membership/alerts'
import type { Clock } from '#values/clock'

/** C31: an end is announced so many days before. */
const NOTICE_DAYS = 90
const HREF = '/governance/office/mandates'

/** What the bodies and the yearly assembly ask (C31, C32). Nothing before anybody was elected. */
export async function governanceAlerts(clock: Clock): Promise<MemberAlert[]> {
  return [...(await seatAlerts(clock)), ...(await endAlerts(clock)), ...(await clockAlerts(clock))]
}

async function seatAlerts(clock: Clock): Promise<MemberAlert[]> {
  const bodies = await governingBodies(clock)
  const [{ total }] = await db.from('mandates').count('* as total')
  if (Number(total) === 0) return []
  return bodies
    .filter(({ missing }) => missing > 0)
    .map((body) => ({
      key: 'governance_after.alerts.vacancy',
      severity: 'error' as const,
      rule: 'C31',
      params: { body: body.labelFr, missing: body.missing, held: body.seats.length },
      href: HREF,
    }))
}

async function endAlerts(clock: Clock): Promise<MemberAlert[]> {
  const today = clock.now().toISODate()!
  const soon = clock.now().plus({ days: NOTICE_DAYS }).toISODate()!
  const { rows } = await db.rawQuery(
    `SELECT count(*) FILTER (WHERE ends_on < :today)::int AS over,
            count(*) FILTER (WHERE ends_on >= :today)::int AS soon, min(ends_on)::text AS first
       FROM mandates WHERE ended_on IS NULL AND ends_on <= :soon`,
    { today, soon }
  )
  const [{ over, soon: count, first }] = rows
  const alerts: MemberAlert[] = []
  const base = { rule: 'C31', href: HREF }
  if (over > 0) {
    const params = { count: over }
    alerts.push({ ...base, key: 'governance_after.alerts.over', severity: 'error', params })
  }
  if (count > 0) {
    const params = { count, day: first }
    alerts.push({ ...base, key: 'governance_after.alerts.ends', severity: 'warning', params })
  }
  return alerts
}

async function clockAlerts(clock: Clock): Promise<MemberAlert[]> {
  const found = await accountsClock(clock)
  if (!found || found.state === 'early') return []
  const { state, closedOn, dueOn } = found
  return [
    {
      key: `governance_after.alerts.accounts_${state}`,
      severity: state === 'late' ? 'error' : 'warning',
      rule: 'C32',
      params: { closed: closedOn, day: dueOn },
      href: '/shares/office/surplus',
    },
  ]
}
