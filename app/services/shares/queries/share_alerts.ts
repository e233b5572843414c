import db from '@adonisjs/lucid/services/db'
import type { MemberAlert } from '#services/membership/alerts'
import { callsBoard } from '#services/shares/queries/calls_board'
import { capitalNow } from '#services/shares/queries/capital_now'
import type { Clock } from '#values/clock'

/** The floor is near when less than a tenth of the capital can still be repaid. */
const NEAR_FLOOR_DIVISOR = 10n
/** Public bodies come near the half from 45 % on, in basis points. */
const NEAR_HALF_BP = 4_500n

/** What the law and the statutes ask of the capital and does not hold, or soon will not (C08-C10). */
export async function shareAlerts(clock: Clock): Promise<MemberAlert[]> {
  const capital = await capitalNow(clock)
  if (capital.subscribedCents === 0n) return []
  return [
    ...floorAlerts(capital),
    ...publicAlerts(capital),
    ...(await callAlerts(clock)),
    ...(await claimAlerts(clock)),
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
  const today = clock.now().toISODate()!
  const { calls, uncalled } = await callsBoard(clock)
  const late = calls.filter(({ isLate }: { isLate: boolean }) => isLate).length
  const over = uncalled.filter(({ payableBy }: { payableBy: string }) => payableBy < today).length
  const alert = (key: string, count: number): MemberAlert[] =>
    count === 0
      ? []
      : [
          {
            key: `shares.alerts.${key}`,
            severity: key === 'paid_up_late' ? 'error' : 'warning',
            rule: 'C08',
            params: { count },
            href: '/shares/office/calls',
          },
        ]
  return [...alert('calls_late', late), ...alert('paid_up_late', over)]
}

async function claimAlerts(clock: Clock): Promise<MemberAlert[]> {
  const [row] = await db
    .from('exit_claims')
    .where('state', 'queued')
    .where('due_on', '<=', clock.now().toISODate()!)
    .count('* as total')
  const count = Number(row.total)
  if (count === 0) return []
  const href = '/shares/office/exits'
  return [
    { key: 'shares.alerts.claims_due', severity: 'warning', rule: 'C15', params: { count }, href },
  ]
}
