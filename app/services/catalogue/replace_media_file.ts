import type MediaFile from '#models/catalogue/media_file'
import {
  isSharedElsewhere,
  metainfoOf,
  recordTorrent,
} from '#services/catalogue/create_work_torrent'
import { dropUnusedBytes } from '#services/catalogue/media_bytes'
import { readMedia } from '#services/catalogue/read_media'
import { fileFacts, recordMediaFile } from '#services/catalogue/record_media_file'
import {
  draftWithFile,
  takeFileFromDraft,
  type DraftFileRefusal,
} from '#services/catalogue/take_file_from_draft'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  workId: string
  /** A file on this machine, for example an upload's temporary one; it is copied. */
  path: string
  fileName: string
  actor: Actor
  clock: Clock
}

export type ReplaceMediaRefusal =
  | DraftFileRefusal
  | ('not_media' | 'unreadable' | 'wrong_kind' | 'same_bytes' | 'same_file_elsewhere')

/**
 * Gives a draft another file in place of its own, with a new torrent, or changes nothing. The old
 * bytes go once this is committed, unless another work has them too.
 */
export async function replaceMediaFile(
  input: Input
): Promise<Result<MediaFile, ReplaceMediaRefusal>> {
  const { path, actor, clock } = input
  const read = await readMedia(path, input.fileName)
  if (!read.ok) return read
  const media = read.value
  // Hashing the pieces takes long: done before the work is held.
  const metainfo = await metainfoOf({ ...media, path, createdAt: clock.now() })

  const outcome = await db.transaction(async (client) => {
    const found = await draftWithFile(client, input.workId)
    if (!found.ok) return found
    const { work, file: old } = found.value
    if (work.kind !== media.type.kind) return err('wrong_kind' as const)
    if (old.sha256 === media.sha256) return err('same_bytes' as const)
    if (await isSharedElsewhere(client, metainfo, work.id)) {
      return err('same_file_elsewhere' as const)
    }
    await takeFileFromDraft(client, work.id)
    const file = await recordMediaFile(client, { work, path, media, clock })
    await recordTorrent(client, { file, metainfo, clock })
    await recordAuditEvent(client, {
      actor,
      action: 'catalogue.replace_media_file',
      subject: { type: 'work', id: work.id },
      before: fileFacts(old),
      after: fileFacts(file),
      clock,
    })
    return ok({ old, file })
  })
  if (!outcome.ok) return outcome
  await dropUnusedBytes(outcome.value.old)
  return ok(outcome.value.file)
}
