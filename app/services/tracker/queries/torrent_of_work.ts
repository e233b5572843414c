import { isOpenSql } from '#services/licensing/queries/open_licence_sql'
import { lucidDatabase } from '#services/tracker/lucid_database'
import type { StoredTorrent } from '#services/tracker/personal_torrent'
import type { Clock } from '#values/clock'

/** The latest torrent of a published work, whether it is open to all, and its files in order. */
export async function findTorrentOfWork(
  workId: string,
  clock: Clock
): Promise<(StoredTorrent & { isOpen: boolean; files: string[] }) | null> {
  const { rows } = await lucidDatabase.use((client) =>
    client.query(
      `SELECT t.info_hash, t.name, t.metainfo,
              ${isOpenSql({ work: 'w.id', day: '$2' })} AS is_open,
              ARRAY(SELECT m.file_name FROM media_files m WHERE m.work_id = w.id
                     ORDER BY m.position) AS files
         FROM works w JOIN torrents t ON t.work_id = w.id
        WHERE w.id = $1 AND w.state = 'published'
        ORDER BY t.created_at DESC LIMIT 1`,
      [workId, clock.now().toISODate()]
    )
  )
  const row = rows[0]
  if (!row) return null
  const { name, metainfo, files } = row
  return { infoHash: row.info_hash, name, metainfo, files, isOpen: row.is_open }
}
