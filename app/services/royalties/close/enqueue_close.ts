import { enqueueStep } from '#jobs/royalties/close_jobs'
import type { Actor } from '#services/identity/record_audit_event'
import { firstOpenStep } from '#services/royalties/queries/close_progress'
import { startClosing } from '#services/royalties/close/start_closing'
import type { CloseKey } from '#services/royalties/close/steps'
import type { Clock } from '#values/clock'

/**
 * Begins a month's close, or goes on with one that stopped, on the workers. Answers at once; its
 * progress stands in `period_steps`.
 *
 * @throws what `startClosing` throws; nothing was changed then
 */
export async function enqueueClose(input: {
  period: string
  actor: Actor
  clock: Clock
}): Promise<CloseKey> {
  const key = await startClosing(input)
  const step = await firstOpenStep(key)
  if (step) await enqueueStep(key, step)
  return key
}
