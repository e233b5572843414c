import { lucidDatabase } from '#services/tracker/lucid_database'
import type { Period } from '#values/period'

/** What a subscriber used of one work in a month, in units. */
export interface WorkUsage {
  workId: string
  downloadUnits: number
  listeningUnits: number
  /** The same units by their evidence: seen by our server, told by the client. */
  serverUnits: number
  announceUnits: number
}

/** A subscriber's use of a month, work by work; also while the month is open. */
export async function subscriberUsage(subscriberId: string, period: Period): Promise<WorkUsage[]> {
  const { rows } = await lucidDatabase.use((client) =>
    client.query(
      `SELECT work_id, download_units, listening_units, server_units, announce_units
         FROM usage_totals WHERE period = $1 AND subscriber_id = $2 ORDER BY work_id`,
      [period, subscriberId]
    )
  )
  return rows.map((row) => ({
    workId: row.work_id,
    downloadUnits: row.download_units,
    listeningUnits: row.listening_units,
    serverUnits: row.server_units,
    announceUnits: row.announce_units,
  }))
}
