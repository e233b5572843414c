import db from '@adonisjs/lucid/services/db'
import governanceConfig from '#config/governance'
import Assembly from '#models/governance/assembly'
import { callNewcomers } from '#services/governance/notices/call_newcomers'
import { queueFollowUp } from '#services/governance/notices/queue_notices'
import type { Clock } from '#values/clock'

/**
 * Calls who became a member since, and queues the reminder of every meeting that is near, once each;
 * gives the meetings to send for.
 */
export async function queueReminders(clock: Clock): Promise<string[]> {
  const now = clock.now()
  await callNewcomers(clock)
  const near = await Assembly.query()
    .where('state', 'noticed')
    .where('startsAt', '>', now.toJSDate())
    .where('startsAt', '<', now.plus({ days: governanceConfig.reminderDaysBefore }).toJSDate())
  for (const assembly of near) {
    await db.transaction((trx) => queueFollowUp(trx, assembly, 'reminder', clock))
  }
  return meetingsToTell()
}

/** Meetings with an e-mail that still waits: their job was lost, or a server was away. */
export async function meetingsToTell(): Promise<string[]> {
  const { rows } = await db.rawQuery(
    `SELECT DISTINCT n.assembly_id FROM notices n JOIN assemblies a ON a.id = n.assembly_id
      WHERE n.channel = 'email' AND n.state = 'queued'
        AND (a.state <> 'cancelled' OR n.kind = 'cancellation')`
  )
  return rows.map((row: { assembly_id: string }) => row.assembly_id)
}
