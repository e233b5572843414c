import { lucidDatabase } from '#services/tracker/lucid_database'

/** The latest key that a subscriber took for a work. */
export interface PersonalTorrent {
  workId: string
  title: string
  slug: string
  artist: string
  generation: number
  since: Date
  revokedAt: Date | null
  /** When the work was counted for good; null when it is not yet. */
  countedAt: Date | null
}

/** Works that a subscriber took with a key of their own, the latest first; never the keys (P4). */
export async function personalTorrents(subscriberId: string): Promise<PersonalTorrent[]> {
  const { rows } = await lucidDatabase.use((client) =>
    client.query(
      `SELECT k.*, w.title, w.slug, a.name AS artist, c.at AS counted_at
         FROM (SELECT DISTINCT ON (work_id) work_id, generation, created_at, revoked_at
                 FROM announce_tokens WHERE subscriber_id = $1
                ORDER BY work_id, generation DESC) k
         JOIN works w ON w.id = k.work_id
         JOIN artists a ON a.id = w.artist_id
         LEFT JOIN completions c ON c.subscriber_id = $1 AND c.work_id = k.work_id
        ORDER BY k.created_at DESC, w.title`,
      [subscriberId]
    )
  )
  return rows.map((row) => ({
    workId: row.work_id,
    title: row.title,
    slug: row.slug,
    artist: row.artist,
    generation: row.generation,
    since: row.created_at,
    revokedAt: row.revoked_at,
    countedAt: row.counted_at,
  }))
}
