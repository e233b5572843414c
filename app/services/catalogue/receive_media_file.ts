import MediaFile from '#models/catalogue/media_file'
import { attachMediaFile, type AttachMediaRefusal } from '#services/catalogue/attach_media_file'
import { createWorkTorrent } from '#services/catalogue/create_work_torrent'
import type { Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

interface Input {
  workId: string
  path: string
  fileName: string
  actor: Actor
  clock: Clock
}

export type ReceiveMediaRefusal = AttachMediaRefusal | 'same_file_elsewhere'

/**
 * Takes an uploaded file in: attached to its work and described by a torrent, or neither. Sending
 * the same bytes again finishes what an interruption left.
 */
export async function receiveMediaFile(
  input: Input
): Promise<Result<MediaFile, ReceiveMediaRefusal>> {
  const attached = await attachMediaFile(input)
  if (!attached.ok) return attached
  const torrent = await createWorkTorrent(input.workId, input.clock)
  if (torrent.ok) return ok(attached.value)
  if (torrent.error !== 'same_file_elsewhere') {
    throw new Error(`Work ${input.workId} has a file but no torrent: ${torrent.error}`)
  }
  // Another work's bytes stay where they are: only this work lets go of them.
  await MediaFile.query().where('id', attached.value.id).delete()
  return err(torrent.error)
}
