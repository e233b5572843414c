import MediaFile from '#models/catalogue/media_file'
import Torrent from '#models/catalogue/torrent'
import { allowsPaidUse, licencesInForce } from '#services/licensing/queries/licences_in_force'
import { splitSheetInForce } from '#services/licensing/queries/split_sheet_in_force'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'

export type MissingForPublication =
  'media_file' | 'torrent' | 'licence' | 'paid_use' | 'split_sheet'

/**
 * What a work lacks before it may be seen, downloaded and counted (P29): its file and torrent, a
 * signed licence in force that allows paid use (non-commercial ones need a grant in addition), and
 * a split sheet in force. An empty list opens the gate.
 */
export async function missingForPublication(
  workId: string,
  now: DateTime,
  client?: TransactionClientContract
): Promise<MissingForPublication[]> {
  const day = now.toISODate()!
  // One after the other: a transaction has one connection.
  const file = await MediaFile.query({ client }).where('workId', workId).first()
  const torrent = await Torrent.query({ client }).where('workId', workId).first()
  const licences = await licencesInForce(workId, day, client)
  const sheet = await splitSheetInForce(workId, day, client)
  const missing: MissingForPublication[] = []
  if (!file) missing.push('media_file')
  if (!torrent) missing.push('torrent')
  if (licences.length === 0) missing.push('licence')
  else if (!licences.some(allowsPaidUse)) missing.push('paid_use')
  if (!sheet) missing.push('split_sheet')
  return missing
}
