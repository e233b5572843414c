import { lucidDatabase } from '#services/tracker/lucid_database'

/** The month's units of use so far, counted for everyone together: what a dashboard shows. */
export async function periodUsage(period: string) {
  const { rows } = await lucidDatabase.use((client) =>
    client.query(
      `SELECT coalesce(sum(download_units), 0)::int AS downloads,
              coalesce(sum(listening_units), 0)::int AS listenings,
              count(DISTINCT subscriber_id)::int AS subscribers,
              count(DISTINCT work_id)::int AS works
         FROM usage_totals WHERE period = $1`,
      [period]
    )
  )
  return rows[0] as { downloads: number; listenings: number; subscribers: number; works: number }
}
