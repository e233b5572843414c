import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { rawClient } from '#database/raw_client'
import { RoyaltiesError } from '#services/royalties/errors'
import { inStorage, storagePath, type FileKind } from '#services/royalties/files/period_paths'
import type { WrittenFile } from '#services/royalties/files/draft_file'
import type { CloseKey } from '#services/royalties/close/steps'
import { sha256OfFile } from '#values/digest'

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

/**
 * A part read whole, once: what is checked is what is used.
 *
 * @throws RoyaltiesError when it is not the one that was written
 */
export function readUnchanged(path: string, written: WrittenFile, name: string): ArrayBuffer {
  // Not from the pool of small buffers: whoever reads numbers needs it to start on a double.
  const content = Buffer.from(new ArrayBuffer(written.bytes))
  try {
    const descriptor = openSync(path, 'r')
    if (fstatSync(descriptor).size !== written.bytes) throw changed('', name)
    for (let at = 0; at < content.length;) at += readSync(descriptor, content.subarray(at))
    closeSync(descriptor)
  } catch (error) {
    throw error instanceof RoyaltiesError ? error : missing(name)
  }
  if (createHash('sha256').update(content).digest('hex') !== written.sha256) throw changed('', name)
  return content.buffer as ArrayBuffer
}

/** @throws RoyaltiesError when the file on disk is not the one that was recorded */
export async function assertUnchanged(path: string, sha256: string, name: string): Promise<void> {
  let found: string
  try {
    found = await sha256OfFile(path)
  } catch {
    throw missing(name)
  }
  if (found !== sha256) throw changed('', name)
}

function missing(name: string): RoyaltiesError {
  return new RoyaltiesError('file_missing', `${name} is missing from the storage: restore it`, {
    name,
  })
}

function changed(kind: string, name: string): RoyaltiesError {
  return new RoyaltiesError(
    'file_changed',
    `${kind ? `${kind}/` : ''}${name} is not the file that was frozen: its SHA-256 differs`,
    { name }
  )
}
