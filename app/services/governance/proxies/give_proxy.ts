import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import Proxy from '#models/governance/proxy'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly, settingsOf } from '#services/governance/locked_assembly'
import { hasVote } from '#services/governance/electorate/has_vote'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

export type NewProxy = {
  assemblyId: string
  fromMemberId: string
  /** Null for a blank proxy: the chair votes it (C24). */
  toMemberId: string | null
  via: 'online' | 'paper'
  scanPath?: string
  actor: Actor
  clock: Clock
}

/** The meetings of which a proxy may still be given or answered. */
export function assertTakesProxies(assembly: Assembly): void {
  if (assembly.state !== 'noticed' && assembly.state !== 'open') {
    throw new GovernanceError(assembly.state === 'draft' ? 'not_noticed' : 'meeting_over')
  }
}

/**
 * C24: one member puts their vote in another's hand, or leaves it blank for the chair. The holder
 * has a vote of their own, carries no more than the statutes allow and does not pass on what they
 * carry; whoever gave their own vote away carries none. An offer that nobody answered binds nobody. On paper the holder's acceptance is in the
 * signature; online they answer.
 */
export function giveProxy(input: NewProxy) {
  const { assemblyId, fromMemberId, toMemberId, via, actor, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    assertTakesProxies(assembly)
    if (fromMemberId === toMemberId) throw new GovernanceError('proxy_to_oneself')
    if (!(await hasVote(trx, assembly, fromMemberId, clock))) {
      throw new GovernanceError('giver_has_no_vote')
    }
    if (await carries(trx, assemblyId, fromMemberId)) throw new GovernanceError('proxy_chain')
    if (toMemberId) await assertMayCarry(trx, assembly, toMemberId, clock)
    const now = clock.now()
    const isAnswered = via === 'paper' || !toMemberId
    const proxy = await Proxy.create(
      {
        id: newId(),
        assemblyId,
        fromMemberId,
        toMemberId,
        state: isAnswered ? 'accepted' : 'given',
        via,
        scanPath: input.scanPath ?? null,
        givenAt: now,
        givenByLabel: actorLabel(actor),
        answeredAt: isAnswered ? now : null,
      },
      { client: trx }
    )
    if (via === 'paper') {
      await recordAuditEvent(trx, {
        actor,
        action: 'governance.record_proxy',
        subject: { type: 'proxy', id: proxy.id },
        after: { from: fromMemberId, to: toMemberId },
        clock,
      })
    }
    return proxy
  })
}

/**
 * C24: throws where a member may not carry one vote more. What they were offered and have not
 * answered does not count; whoever gave their own vote, answered or not, takes it back first.
 */
export async function assertMayCarry(
  trx: TransactionClientContract,
  assembly: Assembly,
  memberId: string,
  clock: Clock
): Promise<void> {
  if (!(await hasVote(trx, assembly, memberId, clock))) {
    throw new GovernanceError('holder_has_no_vote')
  }
  const gaveOwn = await trx
    .from('proxies')
    .where({ assembly_id: assembly.id, from_member_id: memberId })
    .whereIn('state', ['given', 'accepted'])
    .first()
  if (gaveOwn) throw new GovernanceError('proxy_chain')
  const { max } = settingsOf(assembly).proxies
  if ((await carries(trx, assembly.id, memberId)) >= max) {
    throw new GovernanceError('too_many_proxies', { max })
  }
}

async function carries(
  trx: TransactionClientContract,
  assemblyId: string,
  memberId: string
): Promise<number> {
  const { count } = await trx
    .from('proxies')
    .where({ assembly_id: assemblyId, to_member_id: memberId })
    .where('state', 'accepted')
    .count('* as count')
    .firstOrFail()
  return Number(count)
}
