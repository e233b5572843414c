import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import MediaFile from '#models/catalogue/media_file'
import Work from '#models/catalogue/work'
import { storeMedia } from '#services/catalogue/media_storage'
import { sniffMedia, type MediaType } from '#services/catalogue/sniff_media'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { sha256OfFile } from '#values/digest'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'
import { parseFile } from 'music-metadata'

const HEAD_BYTES = 64
const MAX_NAME_LENGTH = 150

interface Input {
  workId: string
  /** A file on this machine, for example an upload's temporary one; it is copied. */
  path: string
  /** Name under which listeners receive it. */
  fileName: string
  actor: Actor
  clock: Clock
}

export type AttachMediaRefusal =
  'unknown_work' | 'already_public' | 'has_a_file' | 'not_media' | 'wrong_kind' | 'unreadable'

/**
 * Gives a work its file: recognised by content, hashed (SHA-256), measured and stored. A work has
 * one file, and keeps it once it has been sent in; other bytes are another work or a new version.
 */
export async function attachMediaFile(
  input: Input
): Promise<Result<MediaFile, AttachMediaRefusal>> {
  const type = await typeOf(input.path)
  if (!type) return err('not_media')
  const durationMs = await durationOf(input.path)
  if (durationMs === null) return err('unreadable')
  const sha256 = await sha256OfFile(input.path)
  const { size } = await stat(input.path)

  return db.transaction(async (client) => {
    const work = await Work.query({ client }).where('id', input.workId).forUpdate().first()
    if (!work) return err('unknown_work' as const)
    if (work.state !== 'draft') return err('already_public' as const)
    if (work.kind !== type.kind) return err('wrong_kind' as const)
    const known = await MediaFile.query({ client }).where('workId', work.id).first()
    if (known) return known.sha256 === sha256 ? ok(known) : err('has_a_file' as const)

    const file = await MediaFile.create(
      {
        id: newId(),
        workId: work.id,
        position: 1,
        fileName: safeName(input.fileName, type),
        storagePath: await storeMedia(input.path, sha256, type.extension),
        mimeType: type.mimeType,
        byteLength: BigInt(size),
        sha256,
        durationMs,
        createdAt: input.clock.now(),
      },
      { client }
    )
    await work.merge({ durationMs }).save()
    await recordAuditEvent(client, {
      actor: input.actor,
      action: 'catalogue.attach_media_file',
      subject: { type: 'work', id: work.id },
      after: { file_name: file.fileName, sha256, byte_length: file.byteLength },
      clock: input.clock,
    })
    return ok(file)
  })
}

async function typeOf(path: string): Promise<MediaType | null> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return sniffMedia(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

/** Milliseconds, or null when the file cannot be played through. */
async function durationOf(path: string): Promise<number | null> {
  try {
    const { format } = await parseFile(path, { duration: true, skipCovers: true })
    // A silent film has no duration of its own, only its tracks have one.
    const tracks = format.trackInfo.map((track) => track.duration ?? 0)
    const milliseconds = Math.round((format.duration ?? Math.max(0, ...tracks)) * 1000)
    return milliseconds > 0 ? milliseconds : null
  } catch {
    return null
  }
}

/** No folders, no control characters, and the ending that fits the content. */
function safeName(name: string, type: MediaType): string {
  const bare = basename(name.replaceAll('\\', '/'))
    .normalize('NFC')
    .replace(/[\p{C}<>:"|?*]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
  return `${bare.slice(0, MAX_NAME_LENGTH) || 'sans-titre'}.${type.extension}`
}
