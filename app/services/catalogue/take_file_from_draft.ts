import MediaFile from '#models/catalogue/media_file'
import Torrent from '#models/catalogue/torrent'
import Work from '#models/catalogue/work'
import { err, ok, type Result } from '#values/result'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

export type DraftFileRefusal =
  'unknown_work' | 'already_public' | 'was_public' | 'nothing_to_change'

/**
 * A draft and its file, held until the transaction ends. Refused once the work was sent in, and for
 * ever once it was published: its torrent is with other people then.
 */
export async function draftWithFile(
  client: TransactionClientContract,
  workId: string
): Promise<Result<{ work: Work; file: MediaFile }, DraftFileRefusal>> {
  const work = await Work.query({ client }).where('id', workId).forUpdate().first()
  if (!work) return err('unknown_work')
  if (work.state !== 'draft') return err('already_public')
  if (work.publishedAt) return err('was_public')
  const file = await MediaFile.query({ client }).where('workId', workId).first()
  return file ? ok({ work, file }) : err('nothing_to_change')
}

/** The draft lets go of its file and torrent; its bytes are dropped after the commit. */
export async function takeFileFromDraft(
  client: TransactionClientContract,
  workId: string
): Promise<void> {
  await Torrent.query({ client }).where('workId', workId).delete()
  await MediaFile.query({ client }).where('workId', workId).delete()
}
