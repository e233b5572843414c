import type { SqlClient } from '#services/tracker/sql_database'
import type { Clock } from '#values/clock'

/**
 * Revokes a subscriber's token for a work, or all the subscriber's tokens: every tracker process
 * refuses them within `directoryCacheSeconds`, and the next one issued is of a new generation.
 * Other tokens are not affected (P4).
 *
 * @returns how many tokens were in force
 */
export async function revokeAnnounceTokens(
  client: SqlClient,
  { subscriberId, workId, clock }: { subscriberId: string; workId?: string; clock: Clock }
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE announce_tokens SET revoked_at = $3
      WHERE subscriber_id = $1 AND ($2::uuid IS NULL OR work_id = $2) AND revoked_at IS NULL`,
    [subscriberId, workId ?? null, clock.now().toISO()]
  )
  return rowCount ?? 0
}
