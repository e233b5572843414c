import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Exit from '#models/membership/exit'
import { isoDay, type Day } from '#values/day'

/** Announced exits whose day has come, in the order of the queue: day, then request. */
export function dueExits(day: Day, client?: TransactionClientContract): Promise<Exit[]> {
  return Exit.query(client ? { client } : {})
    .where('state', 'announced')
    .where('effectiveOn', '<=', isoDay(day))
    .orderBy([{ column: 'effectiveOn' }, { column: 'requestedAt' }, { column: 'id' }])
}
