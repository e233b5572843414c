import db from '@adonisjs/lucid/services/db'
import { adjustReversals } from '#services/royalties/corrections/adjust_reversals'
import type { Clock } from '#values/clock'

/** Answers a reversed payment at once; the next close would find it anyway. */
export async function hearReversal({ clock }: { clock: Clock }): Promise<number> {
  return db.transaction((trx) => adjustReversals({ clock }, trx))
}
