import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import type Resolution from '#models/governance/resolution'
import type { Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

export type EffectFact = {
  resolution: Resolution
  assembly: Assembly
  actor: Actor
  clock: Clock
}

/** What the adoption of a resolution does in the domain that it concerns. */
export type Effect = {
  /** Why the linked change cannot be put to the vote, as a key of the texts; null when it can. */
  check(effectId: string | null, trx: TransactionClientContract): Promise<string | null>
  /** Puts the change in force; runs in the transaction that closes the vote. */
  apply(trx: TransactionClientContract, fact: EffectFact): Promise<void>
  /** What waits for a vote, for whoever writes the resolution; where another domain keeps it. */
  drafts?(): Promise<{ id: string; label: string }[]>
}

type EffectType = NonNullable<Resolution['effectType']>

const effects = new Map<EffectType, Effect>()

/** The domain concerned says what an adoption does: governance itself knows of none. */
export function registerEffect(type: EffectType, effect: Effect): void {
  effects.set(type, effect)
}

/** What a type of effect does; undefined where no domain answers for it. */
export function effectOf(type: EffectType): Effect | undefined {
  return effects.get(type)
}
