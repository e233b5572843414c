import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { rawClient } from '#database/raw_client'
import { changed } from '#services/royalties/files/unchanged'
import { inStorage, storagePath, type FileKind } from '#services/royalties/files/period_paths'
import type { WrittenFile } from '#services/royalties/files/draft_file'
import type { CloseKey } from '#services/royalties/close/steps'

/**
 * Records a kept file with its SHA-256, once. The database refuses a change, so the same name
 * with other bytes is an error.
 */
export async function recordFile(
  key: CloseKey,
  kind: FileKind,
  name: string,
  written: WrittenFile,
  at: DateTime,
  trx: TransactionClientContract
): Promise<void> {
  const client = await rawClient(trx)
  await client.query(
    `INSERT INTO period_files
       (period, revision, kind, name, storage_path, byte_length, sha256, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      key.period,
      key.revision,
      kind,
      name,
      storagePath(key, kind, name),
      written.bytes,
      written.sha256,
      at.toISO(),
    ]
  )
  const { rows } = await client.query(
    'SELECT sha256 FROM period_files WHERE period = $1 AND revision = $2 AND kind = $3 AND name = $4',
    [key.period, key.revision, kind, name]
  )
  if (rows[0].sha256 !== written.sha256) throw changed(kind, name)
}

/** The kept files of a month, by kind and name. */
export async function listFiles(key: CloseKey, trx: TransactionClientContract) {
  const client = await rawClient(trx)
  const { rows } = await client.query(
    `SELECT kind, name, storage_path, byte_length, sha256 FROM period_files
      WHERE period = $1 AND revision = $2 ORDER BY kind, name`,
    [key.period, key.revision]
  )
  return rows.map((row) => ({
    kind: row.kind as FileKind,
    name: row.name as string,
    path: inStorage(row.storage_path),
    bytes: BigInt(row.byte_length),
    sha256: row.sha256 as string,
  }))
}
