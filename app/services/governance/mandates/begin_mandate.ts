import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import Mandate from '#models/governance/mandate'
import Member from '#models/membership/member'
import { actOf, GovernanceError } from '#services/governance/errors'
import { mandateEnd } from '#services/governance/rules/mandate_term'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

export type NewMandate = {
  bodyCode: string
  memberId: string
  /** YYYY-MM-DD, the day of the vote. */
  startsOn: string
  resolutionId: string | null
  resolutionReference: string
  actor: Actor
  clock: Clock
}

/** Records a seat that a meeting outside of the program gave; see `beginMandate`. */
export function recordMandate(input: NewMandate) {
  return actOf((trx) => beginMandate(trx, input))
}

/**
 * C31: a member takes a seat, for the term of the statutes in force. Whoever is elected again
 * begins anew; a body never has more members than its seats.
 */
export async function beginMandate(
  trx: TransactionClientContract,
  input: NewMandate
): Promise<Mandate> {
  const { bodyCode, memberId, startsOn, actor, clock } = input
  const { settings } = await requireStatutes(startsOn, trx)
  const body = settings.bodies.find(({ code }) => code === bodyCode)
  if (!body) throw new GovernanceError('body_unknown', { body: bodyCode })
  if (startsOn > clock.now().toISODate()!) throw new GovernanceError('mandate_in_the_future')
  const member = await Member.find(memberId, { client: trx })
  if (!member?.isActive) throw new GovernanceError('not_a_member')
  await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', [`mandates|${bodyCode}`])
  const running = await runningIn(trx, bodyCode)
  const start = DateTime.fromISO(startsOn)
  for (const one of running) {
    const isOver = one.endsOn.toISODate()! < startsOn
    if (one.memberId !== memberId && !isOver) continue
    await one.end('expired', isOver ? one.endsOn : DateTime.max(start, one.startsOn)!).save()
  }
  const seated = running.filter(({ endedOn }) => endedOn === null).length
  if (seated >= body.maxSeats) throw new GovernanceError('body_full', { seats: body.maxSeats })
  const { approvalMonths } = settings.accounts
  const { yearEnd } = settings.identity
  const endsOn = mandateEnd({ startsOn, termYears: body.termYears, yearEnd, approvalMonths })
  const mandate = await Mandate.create(
    {
      id: newId(),
      bodyCode,
      memberId,
      startsOn: start,
      endsOn: DateTime.fromISO(endsOn),
      resolutionId: input.resolutionId,
      resolutionReference: input.resolutionReference,
    },
    { client: trx }
  )
  await recordAuditEvent(trx, {
    actor,
    action: 'governance.begin_mandate',
    subject: { type: 'member', id: memberId },
    after: { body: bodyCode, until: endsOn, resolution: input.resolutionReference },
    clock,
  })
  return mandate
}

function runningIn(trx: TransactionClientContract, bodyCode: string): Promise<Mandate[]> {
  return Mandate.query({ client: trx }).where('bodyCode', bodyCode).whereNull('endedOn').forUpdate()
}
