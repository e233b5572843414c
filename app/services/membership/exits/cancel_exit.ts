import db from '@adonisjs/lucid/services/db'
import Exit from '#models/membership/exit'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { MembershipError } from '#services/membership/errors'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

type Cancellation = { exitId: string; reason?: string | null; actor: Actor; clock: Clock }

/**
 * Takes an announced exit back before the day it takes effect. A death is taken back only as a
 * mistake, as long as nothing was done about it; an exclusion was voted and stays.
 *
 * @throws MembershipError exit_over, exit_voted
 */
export async function cancelExit({ exitId, reason, actor, clock }: Cancellation): Promise<Exit> {
  return db.transaction(async (trx) => {
    const { memberId } = await Exit.query({ client: trx }).where('id', exitId).firstOrFail()
    await lockedMember(trx, memberId)
    const exit = await Exit.query({ client: trx }).where('id', exitId).forUpdate().firstOrFail()
    refuse(exit, isoDay(clock.now()))
    await exit.merge({ state: 'cancelled', endedAt: clock.now() }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.cancel_exit',
      subject: { type: 'member', id: memberId },
      before: { exit_id: exit.id, kind: exit.kind, effective_on: isoDay(exit.effectiveOn) },
      reason: reason ?? null,
      clock,
    })
    return exit
  })
}

function refuse(exit: Exit, today: string) {
  if (exit.kind === 'exclusion') {
    throw new MembershipError('exit_voted', 'The assembly voted this exclusion')
  }
  const day = isoDay(exit.effectiveOn)
  const isOver = exit.state !== 'announced' || (exit.kind !== 'death' && day <= today)
  if (isOver) {
    throw new MembershipError('exit_over', `This exit is ${exit.state}, from ${day} on`, { day })
  }
}
