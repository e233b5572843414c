import db from '@adonisjs/lucid/services/db'
import EmployeeCount from '#models/membership/employee_count'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { MembershipError } from '#services/membership/errors'
import type { Clock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { newId } from '#values/id'

type Declaration = { employees: number; countedOn: string; actor: Actor; clock: Clock }

/**
 * How many people the co-operative employs on a day: it decides whether the law asks for employees
 * or for producers among the members (C01). @throws MembershipError counted_later
 */
export async function declareEmployees({ employees, countedOn, actor, clock }: Declaration) {
  if (countedOn > isoDay(clock.now())) {
    const message = 'People are counted when they are there'
    throw new MembershipError('counted_later', message, {}, 'counted_on')
  }
  return db.transaction(async (trx) => {
    const count = await EmployeeCount.create(
      {
        id: newId(),
        employees,
        countedOn: dayOf(countedOn),
        recordedAt: clock.now(),
        recordedByLabel: actorLabel(actor),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.declare_employees',
      subject: { type: 'employee_count', id: count.id },
      after: { employees, counted_on: countedOn },
      clock,
    })
    return count
  })
}
