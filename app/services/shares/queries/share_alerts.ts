import db from '@adonisjs/lucid/services/db'
import type { MemberAlert } from '#services/membership/alerts'
import { callsBoard } from '#services/shares/queries/calls_board'
import { capitalNow } from '#services/shares/queries/capital_now'
import { shortHoldings } from '#services/shares/queries/short_holdings'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** The floor is near when less than a tenth of the capital can still be repaid. */
const NEAR_FLOOR_DIVISOR = 10n
/** Public bodies come near the half from 45 % on, in basis points. */
const NEAR_HALF_BP = 4_500n
/** What is due is announced so many days before. */
const NOTICE_DAYS = 90

/** What the law and the statutes ask of the capital and does not hold, or soon will not (C08-C10, C15). */
export async function shareAlerts(clock: Clock): Promise<MemberAlert[]> {
  const capital = await capitalNow(clock)
  if (capital.subscribedCents === 0n) return []
  return [
    ...floorAlerts(capital),
    ...publicAlerts(capital),
    ...(await callAlerts(clock)),
    ...(await claimAlerts(clock)),
    ...(await leastAlerts(clock)),
  ]
}

type Capital = Awaited<ReturnType<typeof capitalNow>>

function floorAlerts({ subscribedCents, floorCents, roomCents }: Capital): MemberAlert[] {
  if (roomCents * NEAR_FLOOR_DIVISOR >= subscribedCents) return []
  return [
    {
      key: 'shares.alerts.floor_near',
      severity: 'warning',
      rule: 'C10',
      params: { room_cents: String(roomCents), floor_cents: String(floorCents) },
      href: '/shares/office/capital',
    },
  ]
}

function publicAlerts({ subscribedCents, publicCents }: Capital): MemberAlert[] {
  const basisPoints = (publicCents * 10_000n) / subscribedCents
  const isOver = publicCents * 2n > subscribedCents
  if (!isOver && basisPoints < NEAR_HALF_BP) return []
  const percent = `${basisPoints / 100n}${basisPoints % 100n ? `,${String(basisPoints % 100n).padStart(2, '0')}` : ''}`
  return [
    {
      key: isOver ? 'shares.alerts.public_half' : 'shares.alerts.public_near',
      severity: isOver ? 'error' : 'warning',
      rule: 'C09',
      params: { percent },
      href: '/shares/office/capital',
    },
  ]
}

async function callAlerts(clock: Clock): Promise<MemberAlert[]> {
  const { today, soon } = horizon(clock)
  const { calls, uncalled } = await callsBoard(clock)
  const due = calls.map(({ dueOn }: { dueOn: string }) => dueOn)
  const payable = uncalled.map(({ payableBy }: { payableBy: string }) => payableBy)
  const late = (days: string[]) => days.filter((day) => day < today)
  const coming = (days: string[]) => days.filter((day) => day >= today && day <= soon)
  const of = { rule: 'C08', href: '/shares/office/calls' }
  return [
    ...counted('calls_late', late(due), { ...of, severity: 'warning' }),
    ...counted('calls_soon', coming(due), { ...of, severity: 'warning' }),
    ...counted('paid_up_late', late(payable), { ...of, severity: 'error' }),
    ...counted('paid_up_soon', coming(payable), { ...of, severity: 'warning' }),
  ]
}

/** Statutes that ask for more, or a category that ended, leave members with too few (C07). */
async function leastAlerts(clock: Clock): Promise<MemberAlert[]> {
  const day = isoDay(clock.now())
  const statutes = await statutesInForce(day)
  if (!statutes) return []
  const params = await shortHoldings(statutes.settings, day)
  if (params.count === 0) return []
  const href = '/shares/office/register'
  return [{ key: 'shares.alerts.least_shares', severity: 'warning', rule: 'C07', params, href }]
}

async function claimAlerts(clock: Clock): Promise<MemberAlert[]> {
  const { today, soon } = horizon(clock)
  const rows = await db
    .from('exit_claims')
    .where('state', 'queued')
    .where('due_on', '<=', soon)
    .select(db.raw('due_on::text AS day'))
  const days = rows.map(({ day }: { day: string }) => day)
  const of = { severity: 'warning' as const, rule: 'C15', href: '/shares/office/exits' }
  return [
    ...counted(
      'claims_due',
      days.filter((day) => day <= today),
      of
    ),
    ...counted(
      'claims_soon',
      days.filter((day) => day > today),
      of
    ),
  ]
}

function horizon(clock: Clock): { today: string; soon: string } {
  return { today: isoDay(clock.now()), soon: isoDay(clock.now().plus({ days: NOTICE_DAYS })) }
}

/** One alert for so many days, with the first of them; none for none. */
function counted(
  key: string,
  days: string[],
  of: Pick<MemberAlert, 'severity' | 'rule' | 'href'>
): MemberAlert[] {
  const [first] = [...days].sort()
  if (!first) return []
  return [{ ...of, key: `shares.alerts.${key}`, params: { count: days.length, first } }]
}
