import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import env from '#start/env'
import { newId } from '#values/id'

/** The absolute path of a stored file; refuses to leave the storage folder. */
export function storedFile(storagePath: string): string {
  const root = resolve(env.get('PEERFY_STORAGE'))
  const path = resolve(root, storagePath)
  const inside = relative(root, path)
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
    throw new Error(`"${storagePath}" does not lie in the storage folder`)
  }
  return path
}

/**
 * Puts a file into storage under the hash of its bytes: the same bytes are kept once, and a file
 * that is there is whole (written beside, flushed, then renamed).
 *
 * @returns the path relative to the storage folder
 */
export async function storeMedia(
  source: string,
  sha256: string,
  extension: string
): Promise<string> {
  const storagePath = join('media', sha256.slice(0, 2), `${sha256}.${extension}`)
  const target = storedFile(storagePath)
  await mkdir(dirname(target), { recursive: true })
  const part = `${target}.${newId()}.part`
  try {
    await pipeline(createReadStream(source), createWriteStream(part, { flags: 'wx' }))
    const file = await open(part, 'r+')
    await file.sync().finally(() => file.close())
    await rename(part, target)
  } finally {
    await rm(part, { force: true })
  }
  return storagePath
}
