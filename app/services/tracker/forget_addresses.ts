import type { SqlDatabase } from '#services/tracker/sql_database'
import type { Clock } from '#values/clock'

/**
 * Cuts the addresses of peers down to their network (/24, /48) once they are older than
 * `keptHours` (P7: at most 24), a batch at a time. Run every hour.
 *
 * @returns how many were cut
 */
export async function forgetAddresses(
  database: SqlDatabase,
  { clock, keptHours, batch = 5_000 }: { clock: Clock; keptHours: number; batch?: number }
): Promise<number> {
  const before = clock.now().minus({ hours: keptHours }).toISO()
  let cut = 0
  for (;;) {
    const count = await database.use(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE announce_peers
            SET address = network(set_masklen(address, CASE family(address) WHEN 4 THEN 24 ELSE 48 END)),
                port = NULL
          WHERE id IN (SELECT id FROM announce_peers
                        WHERE address IS NOT NULL AND first_seen_at < $1
                          AND masklen(address) > CASE family(address) WHEN 4 THEN 24 ELSE 48 END
                        LIMIT $2)`,
        [before, batch]
      )
      return rowCount ?? 0
    })
    cut += count
    if (count < batch) return cut
  }
}
