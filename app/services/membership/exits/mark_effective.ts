import app from '@adonisjs/core/services/app'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exit from '#models/membership/exit'
import { Clock } from '#values/clock'

/**
 * The shares of an exit have been moved: it is effective. False when another process was faster, or
 * the exit was cancelled: then nothing may be moved.
 */
export async function markEffective(
  trx: TransactionClientContract,
  exitId: string,
  clock?: Clock
): Promise<boolean> {
  const at = (clock ?? (await app.container.make(Clock))).now()
  const exit = await Exit.query({ client: trx }).where('id', exitId).forUpdate().firstOrFail()
  if (exit.state !== 'announced') return false
  await exit.merge({ state: 'effective', endedAt: at }).save()
  return true
}
