import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import env from '#start/env'

export { documentTypeOf } from '#services/documents/document_type'

/** Made of two ids, never of a name that somebody typed. */
export function documentPath(applicationId: string, documentId: string): string {
  return join('membership', 'applications', applicationId, documentId)
}

export function storedDocument(storagePath: string): string {
  return resolve(env.get('PEERFY_STORAGE'), storagePath)
}

export async function keepDocumentFile(source: string, storagePath: string) {
  const target = storedDocument(storagePath)
  await mkdir(resolve(target, '..'), { recursive: true })
  await copyFile(source, target)
}

export async function dropDocumentFile(storagePath: string) {
  await rm(storedDocument(storagePath), { force: true })
}

/** Everything that was handed in with one application. */
export async function dropDocumentFolder(applicationId: string) {
  const folder = storedDocument(join('membership', 'applications', applicationId))
  await rm(folder, { recursive: true, force: true })
}
