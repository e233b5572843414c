import { join } from 'node:path'
import env from '#start/env'
import type { CloseKey } from '#services/royalties/close/steps'

/** Kinds of kept files, each its own directory of the month. */
export type FileKind = 'input' | 'output' | 'labels' | 'public' | 'tree'

/** Path of a kept file, relative to the storage directory, as `period_files` records it. */
export function storagePath({ period, revision }: CloseKey, kind: FileKind, name: string): string {
  return `periods/${period}/r${revision}/${kind}/${name}`
}

/** Absolute path of something in the storage directory. */
export function inStorage(path: string): string {
  return join(env.get('PEERFY_STORAGE'), path)
}

/** Absolute path of a kept file. */
export function filePath(key: CloseKey, kind: FileKind, name: string): string {
  return inStorage(storagePath(key, kind, name))
}

/** Absolute path of a range's part of a file; parts are thrown away when the month is sealed. */
export function partPath(
  key: CloseKey,
  kind: 'input' | 'output' | 'labels',
  name: string,
  range: number
) {
  return inStorage(`${partsDirectory(key)}/${kind}/${name}.${range.toString(16)}`)
}

export function partsDirectory({ period, revision }: CloseKey): string {
  return `periods/${period}/r${revision}/parts`
}
