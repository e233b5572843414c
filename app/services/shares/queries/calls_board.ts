import db from '@adonisjs/lucid/services/db'
import { monthsAfter } from '#services/shares/rules/repayment'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { dayOfInstant } from '#values/day'

/** A call that waits for its money; cents as decimal strings. */
export type CallLine = {
  id: string
  subscriptionId: string
  reference: string
  memberId: string
  memberName: string
  amountCents: string
  paidCents: string
  calledOn: string
  dueOn: string
  remindedOn: string | null
  isLate: boolean
}

/** A subscription of which a part was never called (C08). */
export type UncalledLine = {
  id: string
  reference: string
  memberId: string
  memberName: string
  uncalledCents: string
  registeredOn: string
  /** The last day by which the law and the statutes want it paid. */
  payableBy: string
}

/** Who owes a part of what they subscribed: what is called, and what still can be (C08). */
export async function callsBoard(clock: Clock) {
  const today = clock.now().toISODate()!
  const statutes = await statutesInForce(clock.now())
  const months = statutes?.settings.capital.paidUpMonths ?? 60
  const { rows: calls } = await db.rawQuery(
    `SELECT c.*, c.called_on::text AS called_day, c.due_on::text AS due_day,
            c.reminded_on::text AS reminded_day, s.reference, m.id AS member_id, m.display_name
       FROM capital_calls c JOIN share_subscriptions s ON s.id = c.subscription_id
       JOIN members m ON m.id = s.member_id
      WHERE c.cancelled_at IS NULL AND c.paid_cents < c.amount_cents
      ORDER BY c.due_on, s.reference`
  )
  const { rows: uncalled } = await db.rawQuery(
    `SELECT * FROM (
       SELECT s.id, s.reference, s.registered_at, m.id AS member_id, m.display_name,
              s.shares * s.nominal_cents - s.received_cents
                - (SELECT coalesce(sum(c.amount_cents - c.paid_cents), 0) FROM capital_calls c
                    WHERE c.subscription_id = s.id AND c.cancelled_at IS NULL) AS uncalled
         FROM share_subscriptions s JOIN members m ON m.id = s.member_id
        WHERE s.state = 'registered' AND s.received_cents < s.shares * s.nominal_cents
          AND m.state = 'active') o
      WHERE uncalled > 0 ORDER BY registered_at, reference`
  )
  return {
    calls: calls.map((row: Record<string, any>) => callOf(row, today)),
    uncalled: uncalled.map((row: Record<string, any>) => uncalledOf(row, months)),
  }
}

function callOf(row: Record<string, any>, today: string): CallLine {
  return {
    id: row.id,
    subscriptionId: row.subscription_id,
    reference: row.reference,
    memberId: row.member_id,
    memberName: row.display_name,
    amountCents: String(row.amount_cents),
    paidCents: String(row.paid_cents),
    calledOn: row.called_day,
    dueOn: row.due_day,
    remindedOn: row.reminded_day,
    isLate: row.due_day < today,
  }
}

function uncalledOf(row: Record<string, any>, months: number): UncalledLine {
  const registeredOn = dayOfInstant(row.registered_at)
  return {
    id: row.id,
    reference: row.reference,
    memberId: row.member_id,
    memberName: row.display_name,
    uncalledCents: String(row.uncalled),
    registeredOn,
    payableBy: monthsAfter(registeredOn, months),
  }
}
