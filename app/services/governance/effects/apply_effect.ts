import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { effectOf, type EffectFact } from '#services/governance/effects/effect_registry'

/** The longest reason that is kept; the rest is in the log of whoever failed. */
const REASON_LENGTH = 500

/**
 * Puts in force what an adopted resolution changes, once. The change is a transaction of its own
 * inside the caller's: when it fails nothing of it stays, the vote stands, and the resolution says
 * why, until it is tried again.
 */
export async function applyEffect(trx: TransactionClientContract, fact: EffectFact): Promise<void> {
  const { resolution, clock } = fact
  if (!resolution.effectType || resolution.effectedAt) return
  if (resolution.outcome !== 'adopted') return
  const effect = effectOf(resolution.effectType)
  try {
    if (!effect) throw new Error('effect_unknown')
    await trx.transaction((inner) => effect.apply(inner, fact))
    resolution.merge({ effectedAt: clock.now(), effectFailure: null })
  } catch (error) {
    resolution.merge({ effectFailure: reasonOf(error) })
  }
  await resolution.save()
}

/** The code of a refusal where there is one, else what the error says. */
function reasonOf(error: unknown): string {
  const { refusal, message } = error as { refusal?: { code: string }; message?: string }
  return (refusal?.code ?? message ?? String(error)).slice(0, REASON_LENGTH)
}
