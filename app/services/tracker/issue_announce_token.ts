import type { SqlClient } from '#services/tracker/sql_database'
import { tokenHash, tokenText } from '#services/tracker/token_text'
import type { Clock } from '#values/clock'

/**
 * The announce token of a subscriber for a work, made now when there is none in force. Calling
 * again gives the same text until it is revoked (P4). It belongs on the subscriber's own pages
 * and in his own torrents only.
 */
export async function issueAnnounceToken(
  client: SqlClient,
  {
    subscriberId,
    workId,
    tokenKey,
    clock,
  }: { subscriberId: string; workId: string; tokenKey: string; clock: Clock }
): Promise<string> {
  for (;;) {
    const { rows } = await client.query(
      `SELECT generation, revoked_at FROM announce_tokens
        WHERE subscriber_id = $1 AND work_id = $2 ORDER BY generation DESC LIMIT 1`,
      [subscriberId, workId]
    )
    const last: { generation: number; revoked_at: Date | null } | undefined = rows[0]
    const generation = last ? last.generation + (last.revoked_at ? 1 : 0) : 1
    const token = tokenText(tokenKey, { subscriberId, workId, generation })
    if (last && !last.revoked_at) return token
    const { rowCount } = await client.query(
      `INSERT INTO announce_tokens (token_hash, subscriber_id, work_id, generation, created_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [tokenHash(token), subscriberId, workId, generation, clock.now().toISO()]
    )
    if (rowCount === 1) return token
    // Another request made it, or revoked it, in between: look again.
  }
}
