import MediaFile from '#models/catalogue/media_file'
import Work from '#models/catalogue/work'
import { readMedia } from '#services/catalogue/read_media'
import { fileFacts, recordMediaFile } from '#services/catalogue/record_media_file'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

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
 * one file; another takes its place by replaceMediaFile, while the work is a draft.
 */
export async function attachMediaFile(
  input: Input
): Promise<Result<MediaFile, AttachMediaRefusal>> {
  const { path, actor, clock } = input
  const read = await readMedia(path, input.fileName)
  if (!read.ok) return read
  const media = read.value

  return db.transaction(async (client) => {
    const work = await Work.query({ client }).where('id', input.workId).forUpdate().first()
    if (!work) return err('unknown_work' as const)
    if (work.state !== 'draft') return err('already_public' as const)
    if (work.kind !== media.type.kind) return err('wrong_kind' as const)
    const known = await MediaFile.query({ client }).where('workId', work.id).first()
    if (known) return known.sha256 === media.sha256 ? ok(known) : err('has_a_file' as const)

    const file = await recordMediaFile(client, { work, path, media, clock })
    await recordAuditEvent(client, {
      actor,
      action: 'catalogue.attach_media_file',
      subject: { type: 'work', id: work.id },
      after: fileFacts(file),
      clock,
    })
    return ok(file)
  })
}
