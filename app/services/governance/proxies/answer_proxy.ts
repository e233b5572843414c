import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Proxy from '#models/governance/proxy'
import { actOf, GovernanceError } from '#services/governance/errors'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { assertMayCarry, assertTakesProxies } from '#services/governance/proxies/give_proxy'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

type Answer = {
  proxyId: string
  /** Who answers: only the holder may. */
  memberId: string
  answer: 'accepted' | 'refused'
  clock: Clock
}

/**
 * C24: the holder accepts or refuses; the same answer twice changes nothing. They accept no more than
 * the statutes let them carry.
 */
export function answerProxy({ proxyId, memberId, answer, clock }: Answer) {
  return actOf(async (trx) => {
    const { assembly, proxy } = await lockedProxy(trx, proxyId)
    if (proxy.toMemberId !== memberId) throw new GovernanceError('not_the_holder')
    if (proxy.state === answer) return { proxy, isNew: false }
    if (proxy.state !== 'given') throw new GovernanceError('proxy_ended')
    if (answer === 'accepted') await assertMayCarry(trx, assembly, memberId, clock)
    await proxy.answer(answer, clock.now()).save()
    return { proxy, isNew: true }
  })
}

type Revocation = {
  proxyId: string
  /** The giver; null when the office writes down a revocation that came on paper. */
  memberId: string | null
  actor: Actor
  clock: Clock
}

/**
 * C24: the giver takes the proxy back, until the meeting is over. Votes that were cast with it
 * stand; what is not voted yet is the giver's again.
 */
export function revokeProxy({ proxyId, memberId, actor, clock }: Revocation) {
  return actOf(async (trx) => {
    const { proxy } = await lockedProxy(trx, proxyId)
    const isGiver = memberId === null || proxy.fromMemberId === memberId
    if (!isGiver) throw new GovernanceError('not_the_giver')
    if (proxy.state === 'revoked') return { proxy, isNew: false }
    if (proxy.state === 'refused') throw new GovernanceError('proxy_ended')
    await proxy.revoke(clock.now()).save()
    if (memberId === null) {
      const subject = { type: 'proxy', id: proxyId }
      await recordAuditEvent(trx, { actor, action: 'governance.revoke_proxy', subject, clock })
    }
    return { proxy, isNew: true }
  })
}

/** Meeting first, proxy second: in this order everywhere, so that two acts never wait for each other. */
async function lockedProxy(trx: TransactionClientContract, proxyId: string) {
  const known = await Proxy.find(proxyId, { client: trx })
  if (!known) throw new GovernanceError('unknown_proxy')
  const assembly = await lockedAssembly(trx, known.assemblyId)
  assertTakesProxies(assembly)
  const proxy = await Proxy.query({ client: trx }).where('id', proxyId).forUpdate().firstOrFail()
  return { assembly, proxy }
}
