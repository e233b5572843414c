import MediaFile from '#models/catalogue/media_file'
import type Work from '#models/catalogue/work'
import { keepBytes } from '#services/catalogue/media_bytes'
import type { ReadMedia } from '#services/catalogue/read_media'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** Writes a work's file down and stores its bytes; the work takes its length from it. */
export async function recordMediaFile(
  client: TransactionClientContract,
  { work, path, media, clock }: { work: Work; path: string; media: ReadMedia; clock: Clock }
): Promise<MediaFile> {
  const { fileName, byteLength, sha256, durationMs, type } = media
  const file = await MediaFile.create(
    {
      id: newId(),
      workId: work.id,
      position: 1,
      fileName,
      storagePath: await keepBytes(client, path, media),
      mimeType: type.mimeType,
      byteLength,
      sha256,
      durationMs,
      createdAt: clock.now(),
    },
    { client }
  )
  await work.merge({ durationMs }).save()
  return file
}

/** A file as the audit trail keeps it. */
export function fileFacts({ fileName, sha256, byteLength }: MediaFile) {
  return { file_name: fileName, sha256, byte_length: byteLength }
}
