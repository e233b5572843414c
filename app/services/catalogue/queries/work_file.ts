import MediaFile from '#models/catalogue/media_file'
import { storedFile } from '#services/catalogue/media_storage'

/** A work's first file, in whatever state the work is: for the moderators' ears and eyes. */
export async function workFile(workId: string) {
  const file = await MediaFile.query().where('workId', workId).orderBy('position').first()
  return file ? { path: storedFile(file.storagePath), mimeType: file.mimeType } : null
}
