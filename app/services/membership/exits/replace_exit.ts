import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exclusion, { RUNNING_EXCLUSIONS } from '#models/membership/exclusion'
import Exit, { type ExitKind } from '#models/membership/exit'
import type Member from '#models/membership/member'
import { MembershipError } from '#services/membership/errors'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/**
 * One exit at a time. Death and exclusion take the place of one that was announced; death also ends
 * an exclusion that is running. @throws MembershipError exit_running
 */
export async function replaceExit(
  trx: TransactionClientContract,
  { member, by, clock }: { member: Member; by: ExitKind; clock: Clock }
): Promise<void> {
  const running = await Exit.query({ client: trx })
    .where({ memberId: member.id, state: 'announced' })
    .first()
  if (running) {
    const final = by === 'death' || by === 'exclusion'
    if (!final || running.kind === 'death') {
      throw new MembershipError('exit_running', 'An exit is announced already', {
        day: isoDay(running.effectiveOn),
      })
    }
    await running.merge({ state: 'cancelled', endedAt: clock.now() }).save()
  }
  if (by === 'death') {
    await Exclusion.query({ client: trx })
      .where('memberId', member.id)
      .whereIn('state', [...RUNNING_EXCLUSIONS])
      .update({ state: 'dropped', endedAt: clock.now().toJSDate() })
  }
}
