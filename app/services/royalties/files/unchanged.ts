import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { RoyaltiesError } from '#services/royalties/errors'
import type { WrittenFile } from '#services/royalties/files/draft_file'
import { sha256OfFile } from '#values/digest'

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

export function changed(kind: string, name: string): RoyaltiesError {
  return new RoyaltiesError(
    'file_changed',
    `${kind ? `${kind}/` : ''}${name} is not the file that was frozen: its SHA-256 differs`,
    { name }
  )
}
