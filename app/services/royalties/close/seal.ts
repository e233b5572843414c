import Period from '#models/royalties/period'
import type { CloseContext, Figures } from '#services/royalties/close/close_context'
import { createPayouts } from '#services/royalties/payouts/create_payouts'
import { readSummary } from '#services/royalties/close/post_ledger'

/** What a higher domain does when a month is sealed, in the same transaction. */
export type SealStep = (context: CloseContext) => Promise<Figures>

const sealSteps = new Map<string, SealStep>()

/**
 * Lets a higher domain take part in the seal (publication: report, hash, tree), which this domain
 * may not import. Registering a name again replaces it. The step may run twice and must not keep
 * anything outside of its transaction that a second run could not write again.
 */
export function registerSealStep(name: string, step: SealStep): void {
  sealSteps.set(name, step)
}

/** Ends the close: what higher domains add, the payouts that are due, and the month is computed. */
export async function sealPeriod(context: CloseContext): Promise<Figures> {
  const figures: Figures = {}
  for (const step of sealSteps.values()) Object.assign(figures, await step(context))
  const payouts = await createPayouts(context)
  const period = await Period.lock(context.period, context.trx)
  await period.markComputed(await readSummary(context), context.clock.now())
  return { ...figures, payouts }
}
