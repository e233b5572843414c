import { rm } from 'node:fs/promises'
import logger from '@adonisjs/core/services/logger'
import MediaFile from '#models/catalogue/media_file'
import { storedFile, storeMedia } from '#services/catalogue/media_storage'
import type { ReadMedia } from '#services/catalogue/read_media'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/**
 * Puts the bytes of a file that is being recorded into storage. The same bytes may serve several
 * works: until the transaction ends nobody else stores or drops them.
 *
 * @returns the path relative to the storage folder
 */
export async function keepBytes(
  client: TransactionClientContract,
  source: string,
  { sha256, type }: ReadMedia
): Promise<string> {
  await holdBytes(client, sha256)
  return storeMedia(source, sha256, type.extension)
}

/**
 * Drops stored bytes that no work has any more; called once their work's change is committed.
 * Bytes that cannot be dropped do not undo that change: the log says which were left.
 */
export async function dropUnusedBytes(file: MediaFile): Promise<void> {
  try {
    await db.transaction((client) => dropBytes(client, file))
  } catch (error) {
    logger.warn({ err: error, path: file.storagePath }, 'the bytes of a former file are left')
  }
}

async function dropBytes(
  client: TransactionClientContract,
  { sha256, storagePath }: MediaFile
): Promise<void> {
  await holdBytes(client, sha256)
  const used = await MediaFile.query({ client }).where('storagePath', storagePath).first()
  if (!used) await rm(storedFile(storagePath), { force: true })
}

async function holdBytes(client: TransactionClientContract, sha256: string): Promise<void> {
  await client.rawQuery(`SELECT pg_advisory_xact_lock(hashtext('media ' || ?))`, [sha256])
}
