import db from '@adonisjs/lucid/services/db'
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
  const effectiveOn = exitDay({
    kind: 'withdrawal',
    requestedOn: clock.now(),
    noticeMonths: settings.exit.noticeMonths,
  })
  const before = queue.filter(({ exitOn }) => exitOn <= effectiveOn)
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
