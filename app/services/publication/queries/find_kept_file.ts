import db from '@adonisjs/lucid/services/db'
import { inStorage, type FileKind } from '#services/royalties/files/period_paths'

export type KeptFile = { path: string; name: string; byteLength: string; sha256: string }

/** A kept file of a month by the name under which it was recorded, never by a path from outside. */
export async function findKeptFile(key: {
  period: string
  revision: number
  kind: FileKind
  name: string
}): Promise<KeptFile | null> {
  const row = await db.from('period_files').where(key).first()
  if (!row) return null
  return {
    path: inStorage(row.storage_path),
    name: row.name,
    byteLength: row.byte_length,
    sha256: row.sha256,
  }
}
