import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Exit from '#models/membership/exit'
import Member from '#models/membership/member'
import ExitClaim from '#models/shares/exit_claim'
import type { Actor } from '#services/identity/record_audit_event'
import { accountsOfExit, valueClaim } from '#services/shares/claims/value_claim'
import { monthsAfter } from '#services/shares/rules/repayment'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { dayOf, isoDay } from '#values/day'
import { newId } from '#values/id'

type Opening = { exit: Exit; shares: number; nominalCents: bigint; paidUpCents: bigint }

/**
 * What the co-operative owes for shares that leave: its place in the queue, the day it is due (C15),
 * the day until which losses may be taken back (C17), by the statutes of the exit's day; worth what
 * the accounts of the exit's year say, or the last approved before it until those are (C14).
 */
export async function openClaim(
  trx: TransactionClientContract,
  { exit, ...amounts }: Opening,
  { actor, clock }: { actor: Actor; clock: Clock }
): Promise<ExitClaim> {
  const { memberId, effectiveOn } = exit
  const { settings } = await requireStatutes(isoDay(effectiveOn), trx)
  const member = await Member.query({ client: trx }).where('id', memberId).firstOrFail()
  const { rows } = await trx.rawQuery(
    'SELECT coalesce(max(number), 0) + 1 AS number FROM exit_claims'
  )
  const claim = await ExitClaim.create(
    {
      id: newId(),
      number: rows[0].number,
      exitId: exit.id,
      memberId,
      ...amounts,
      // C17: the years of an earlier membership were settled with its own claim.
      joinedOn: dayOf(member.memberSince!),
      exitOn: dayOf(effectiveOn),
      dueOn: dayOf(monthsAfter(effectiveOn, settings.exit.repaymentMonths)),
      tailUntil: dayOf(monthsAfter(effectiveOn, settings.exit.tailMonths)),
      state: 'queued',
      createdAt: clock.now(),
    },
    { client: trx }
  )
  const accounts = await accountsOfExit(effectiveOn, trx)
  await valueClaim(trx, { claim, accounts, reason: 'exit', actor, clock })
  return claim
}
