import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Work from '#models/catalogue/work'
import { storedFile } from '#services/catalogue/media_storage'
import { sha256Hex } from '#values/digest'

const COVER_TYPES = { svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg' } as const
export type CoverExtension = keyof typeof COVER_TYPES

/** Gives a work its cover; the file's name is its hash, so that browsers may keep it for ever. */
export async function setWorkCover(
  workId: string,
  cover: Buffer | string,
  extension: CoverExtension
): Promise<Work> {
  const coverPath = join('covers', `${sha256Hex(cover)}.${extension}`)
  const target = storedFile(coverPath)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(`${target}.part`, cover)
  await rename(`${target}.part`, target)
  const work = await Work.findOrFail(workId)
  return work.merge({ coverPath }).save()
}

/** The type under which a cover is served. */
export function coverType(coverPath: string): string {
  const extension = coverPath.slice(coverPath.lastIndexOf('.') + 1) as CoverExtension
  return COVER_TYPES[extension] ?? 'application/octet-stream'
}
