import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import Exit from '#models/membership/exit'
import type Member from '#models/membership/member'
import { exitDay } from '#services/membership/rules/exit_day'
import { capitalNow } from '#services/shares/queries/capital_now'
import { queueNow } from '#services/shares/queries/exit_board'
import { holdingOf } from '#services/shares/queries/holding_of'
import { shareWorth } from '#services/shares/queries/share_worth'
import { monthsAfter } from '#services/shares/rules/repayment'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** What leaving would mean today, and how an exit that was asked stands; cents as decimal strings. */
export async function myExit(member: Member, clock: Clock) {
  const { settings } = await requireStatutes(clock.now())
  const holding = await holdingOf(member.id)
  const capital = await capitalNow(clock)
  const queue = await queueNow(clock)
  const announced = await Exit.query()
    .where({ memberId: member.id, state: 'announced' })
    .orderBy('requestedAt', 'desc')
    .first()
  const asked = { kind: 'withdrawal' as const, requestedOn: clock.now() }
  const effectiveOn = announced
    ? isoDay(announced.effectiveOn)
    : exitDay({ ...asked, noticeMonths: settings.exit.noticeMonths })
  const before = [
    ...queue.filter(({ exitOn }) => exitOn <= effectiveOn),
    ...(await announcedBefore(effectiveOn, announced)),
  ]
  return {
    shares: holding.shares,
    worth: await shareWorth(
      { subscribedCents: holding.subscribedCents, paidUpCents: holding.paidCents },
      clock
    ),
    terms: {
      noticeMonths: settings.exit.noticeMonths,
      repaymentMonths: settings.exit.repaymentMonths,
      tailMonths: settings.exit.tailMonths,
      effectiveOn,
      dueOn: monthsAfter(effectiveOn, settings.exit.repaymentMonths),
      tailUntil: monthsAfter(effectiveOn, settings.exit.tailMonths),
      place: before.length + 1,
      beforeCents: String(sum(before.map(({ nominalCents }) => nominalCents))),
      roomCents: String(capital.roomCents),
    },
    announced: announced && {
      id: announced.id,
      kind: announced.kind,
      shares: announced.shares,
      requestedOn: isoDay(announced.requestedAt),
      effectiveOn: isoDay(announced.effectiveOn),
      mayCancel: announced.kind !== 'exclusion' && announced.kind !== 'death',
    },
    waiting: queue.filter(({ memberId }) => memberId === member.id),
    paid: await paidClaims(member.id),
  }
}

/**
 * C16: exits that were announced and will have a place before this one: those of an earlier day, and
 * of the same day those asked before. A whole exit takes all shares, a reduction its own.
 */
async function announcedBefore(
  effectiveOn: string,
  mine: Exit | null
): Promise<{ nominalCents: string }[]> {
  const { rows } = await db.rawQuery(
    `SELECT (h.subscribed_cents / h.shares * least(coalesce(e.shares, h.shares), h.shares))::text AS "nominalCents"
       FROM exits e JOIN share_holdings h ON h.member_id = e.member_id AND h.shares > 0
      WHERE e.state = 'announced' AND e.id IS DISTINCT FROM :id
        AND (e.effective_on < :day OR (e.effective_on = :day AND e.requested_at <= :asked))`,
    { id: mine?.id ?? null, day: effectiveOn, asked: (mine?.requestedAt ?? LATEST).toISO() }
  )
  return rows
}

/** Whoever has asked nothing yet comes after everybody who has. */
const LATEST = DateTime.utc(9999)

const sum = (cents: string[]) => cents.reduce((total, one) => total + BigInt(one), 0n)

async function paidClaims(memberId: string) {
  const rows = await db
    .from('exit_claims')
    .select('id', 'shares', 'paid_amount_cents', db.raw('paid_on::text AS paid_day'))
    .select(db.raw('exit_on::text AS exit_day'), db.raw('tail_until::text AS tail_day'))
    .where({ member_id: memberId, state: 'paid' })
    .orderBy('paid_on', 'desc')
  return rows.map((row: Record<string, any>) => ({
    id: row.id as string,
    shares: row.shares as number,
    amountCents: String(row.paid_amount_cents),
    exitOn: row.exit_day as string,
    paidOn: row.paid_day as string,
    tailUntil: row.tail_day as string,
  }))
}
