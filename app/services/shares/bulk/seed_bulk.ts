import db from '@adonisjs/lucid/services/db'
import { rawClient } from '#database/raw_client'
import { seedChart } from '#services/ledger/seed_chart'
import { BulkWriter } from '#services/shares/bulk/bulk_writer'
import { planBulk, type BulkMove } from '#services/shares/bulk/plan_bulk'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'

/** Movements of one transaction, and of one statement: the gates see them one after the other. */
const BATCH = 2_000

export type BulkSize = { members: number; movements: number }

/**
 * Fills the register with made-up members and movements through the same triggers as everything
 * else: numbers, hashes, journal entries and gates are checked by the database row by row. For
 * measuring and for trying out; never for a real co-operative.
 *
 * @param say hears how far it is, every ten thousand movements
 */
export async function seedBulk(
  size: BulkSize,
  clock: Clock,
  say: (line: string) => void
): Promise<void> {
  await db.transaction((trx) => seedChart(trx))
  const days = await openDays(clock)
  const { settings } = await requireStatutes(clock.now())
  const writer = new BulkWriter({
    nominalCents: BigInt(settings.capital.nominalCents),
    categories: settings.categories
      .filter(({ kinds, minShares }) => kinds.includes('natural') && minShares === 1)
      .map(({ code }) => code),
    recordedAt: clock.now(),
    members: size.members,
  })
  let batch: BulkMove[] = []
  let done = 0
  const write = async () => {
    await db.transaction(async (trx) => writer.write(await rawClient(trx), batch))
    done += batch.length
    batch = []
    if (done % 10_000 === 0) say(`${done} movements`)
  }
  for (const move of planBulk(size, days)) {
    batch.push(move)
    if (batch.length === BATCH) await write()
  }
  if (batch.length > 0) await write()
  await refreshStatistics()
}

/** From the register's last day, or the first statutes, until today. */
async function openDays(clock: Clock): Promise<{ from: string; to: string }> {
  const { rows } = await db.rawQuery(
    `SELECT coalesce((SELECT max(effective_on) FROM share_movements),
                     (SELECT min(effective_on) FROM statute_profiles WHERE state = 'adopted'))::text AS day`
  )
  const to = clock.now().toISODate()!
  return { from: rows[0].day ?? to, to }
}

/** What was just written is planned for as it is, as after a night of the database's own care. */
async function refreshStatistics(): Promise<void> {
  const client = db.connection().getWriteClient()
  await client.raw(
    'ANALYZE members, member_details, member_categories, share_movements, share_holdings, share_subscriptions'
  )
}
