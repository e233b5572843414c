import type MediaFile from '#models/catalogue/media_file'
import { dropUnusedBytes } from '#services/catalogue/media_bytes'
import { fileFacts } from '#services/catalogue/record_media_file'
import {
  draftWithFile,
  takeFileFromDraft,
  type DraftFileRefusal,
} from '#services/catalogue/take_file_from_draft'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  workId: string
  actor: Actor
  clock: Clock
}

/** Takes a draft's file away, with its torrent and its bytes; the work waits for another. */
export async function removeMediaFile(input: Input): Promise<Result<MediaFile, DraftFileRefusal>> {
  const outcome = await db.transaction(async (client) => {
    const found = await draftWithFile(client, input.workId)
    if (!found.ok) return found
    const { work, file } = found.value
    await takeFileFromDraft(client, work.id)
    await work.merge({ durationMs: null }).save()
    await recordAuditEvent(client, {
      actor: input.actor,
      action: 'catalogue.remove_media_file',
      subject: { type: 'work', id: work.id },
      before: fileFacts(file),
      clock: input.clock,
    })
    return ok(file)
  })
  if (outcome.ok) await dropUnusedBytes(outcome.value)
  return outcome
}
