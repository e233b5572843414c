import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Exit from '#models/membership/exit'
import Member from '#models/membership/member'
import type { MovementType } from '#models/shares/share_movement'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { dueExits } from '#services/membership/exits/due_exits'
import { markEffective } from '#services/membership/exits/mark_effective'
import { openClaim } from '#services/shares/claims/open_claim'
import { orRefuse, SharesError, type SharesRefusal } from '#services/shares/errors'
import { departIfEmpty } from '#services/shares/exits/depart_if_empty'
import { endPromises } from '#services/shares/exits/end_promises'
import { leavingDay } from '#services/shares/exits/leaving_day'
import { inRegister } from '#services/shares/movements/in_register'
import { recordMovement, type MovementDraft } from '#services/shares/movements/record_movement'
import { holdingOf, type Holding } from '#services/shares/queries/holding_of'
import { freeShares } from '#services/shares/queries/unpaid_subscriptions'
import type { Clock } from '#values/clock'

type Act = { actor: Actor; clock: Clock }
export type ExitRun = { effective: string[]; refused: { exitId: string; refusal: SharesRefusal }[] }

const TYPES: Record<Exit['kind'], MovementDraft['type'] & MovementType> = {
  withdrawal: 'withdraw',
  reduction: 'withdraw',
  exclusion: 'exclude',
  death: 'death',
}

/**
 * Every announced exit whose day has come (C12): the shares leave for the queue of repayments, a
 * claim is opened and valued, the calls on them end; whoever holds nothing any more is no longer a
 * member. Each exit is one transaction and stops no other. A reduction that is no longer possible
 * (shares handed over since, another least number) lapses: the member stays as is. Run twice, or by
 * two processes at once, it does nothing twice. The vote and the claim go by the day of the exit,
 * the movement by `leavingDay`.
 */
export async function makeExitsEffective({ actor, clock }: Act): Promise<ExitRun> {
  const run: ExitRun = { effective: [], refused: [] }
  for (const exit of await dueExits(clock.now())) {
    const outcome = await makeExitEffective(exit, { actor, clock })
    if (outcome.ok && outcome.value) run.effective.push(exit.id)
    if (outcome.ok) continue
    run.refused.push({ exitId: exit.id, refusal: outcome.error })
    if (!exit.endsMembership) await lapse(exit, outcome.error, { actor, clock })
  }
  return run
}

function lapse(exit: Exit, { code }: SharesRefusal, { actor, clock }: Act): Promise<void> {
  return db.transaction(async (trx) => {
    await trx
      .from('exits')
      .where({ id: exit.id, state: 'announced' })
      .update({ state: 'cancelled', ended_at: clock.now().toJSDate() })
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.drop_reduction',
      subject: { type: 'member', id: exit.memberId },
      before: { exit_id: exit.id, shares: exit.shares },
      reason: code,
      clock,
    })
  })
}

function makeExitEffective(exit: Exit, act: Act) {
  const { memberId } = exit
  return inRegister(async (trx) => {
    await Member.query({ client: trx }).where('id', memberId).forUpdate().firstOrFail()
    if (!(await markEffective(trx, exit.id, act.clock))) return false
    if (exit.endsMembership) await endPromises(trx, memberId, act)
    const holding = await holdingOf(memberId, trx)
    const shares = exit.shares ?? holding.shares
    if (shares > 0) await leave(trx, { exit, holding, shares }, act)
    await departIfEmpty(trx, { memberId, on: exit.effectiveOn, ...act })
    return true
  })
}

type Leaving = { exit: Exit; holding: Holding; shares: number }

async function leave(trx: TransactionClientContract, { exit, holding, shares }: Leaving, act: Act) {
  const { memberId } = exit
  if (shares > holding.shares) throw new SharesError('not_so_many', { held: holding.shares })
  const nominalCents = holding.subscribedCents / BigInt(holding.shares)
  const paidCents = await paidOf(trx, { exit, holding, shares }, nominalCents)
  const claim = await openClaim(trx, { exit, shares, nominalCents, paidUpCents: paidCents }, act)
  orRefuse(
    await recordMovement(trx, {
      type: TYPES[exit.kind],
      effectiveOn: await leavingDay(trx, exit),
      from: { memberId, pocket: 'held' },
      to: { memberId, pocket: 'leaving' },
      shares,
      nominalCents,
      paidCents,
      claimId: claim.id,
      ...act,
    })
  )
}

/** All the shares take what is paid on them; a part is given back only when it is fully paid. */
async function paidOf(
  trx: TransactionClientContract,
  { exit, holding, shares }: Leaving,
  nominalCents: bigint
): Promise<bigint> {
  if (exit.endsMembership) return holding.paidCents
  const free = await freeShares(trx, { memberId: exit.memberId, held: holding.shares })
  if (shares > free) throw new SharesError('not_paid_up', { free })
  return BigInt(shares) * nominalCents
}
