import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import governanceConfig from '#config/governance'
import type Assembly from '#models/governance/assembly'
import { doorsOpenAt } from '#services/governance/attendance/check_in'
import type { Clock } from '#values/clock'
import { parisInstant } from '#values/day'

/**
 * A web server says that it serves. Whoever comes back after too long writes down the time in which
 * nobody could be heard: it counts as nobody's absence (C20). Several servers share one mark, and
 * only when all were away is it an interruption.
 */
export async function markService(clock: Clock): Promise<void> {
  await db.transaction(async (trx) => {
    const mark = await trx.from('service_mark').forUpdate().first()
    const now = clock.now()
    const servedAt = mark?.served_at as Date | undefined
    if (servedAt && now.toMillis() - servedAt.getTime() > PATIENCE_MS) {
      await trx
        .table('service_interruptions')
        .insert({ began_at: servedAt.toISOString(), ended_at: now.toISO()! })
    }
    await trx.rawQuery(
      `INSERT INTO service_mark (served_at) VALUES (:now)
       ON CONFLICT (is_only) DO UPDATE SET served_at = greatest(service_mark.served_at, excluded.served_at)`,
      { now: now.toISO()! }
    )
  })
}

const PATIENCE_MS = governanceConfig.interruptionSeconds * 1000

/** Two instants of Paris, as ISO texts. */
export type Interruption = { from: string; until: string }

/** When nobody could be heard while a meeting received people, from its doors to its end, which a server took. */
export async function interruptionsOf(
  client: TransactionClientContract | typeof db,
  { startsAt, closedAt }: Pick<Assembly, 'startsAt' | 'closedAt'>
): Promise<Interruption[]> {
  const rows = await client
    .from('service_interruptions')
    .where('began_at', '>=', doorsOpenAt(startsAt).toISO()!)
    .if(closedAt, (query) => query.where('ended_at', '<=', closedAt!.toISO()!))
    .orderBy('began_at')
  return rows.map(({ began_at: from, ended_at: until }) => ({
    from: parisInstant(DateTime.fromJSDate(from)),
    until: parisInstant(DateTime.fromJSDate(until)),
  }))
}
