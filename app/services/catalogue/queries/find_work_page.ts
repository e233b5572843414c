import Work from '#models/catalogue/work'
import { licencesInForce } from '#services/licensing/queries/licences_in_force'
import { splitSheetInForce } from '#services/licensing/queries/split_sheet_in_force'
import type { DateTime } from 'luxon'

/**
 * All that a work's page shows: artist, file, torrent, licences in force, split sheet in force and
 * other works of the artist. Only published works, unless the reader may see the others.
 */
export async function findWorkPage(slug: string, now: DateTime, { unpublishedToo = false } = {}) {
  const work = await Work.query()
    .where('slug', slug)
    .if(!unpublishedToo, (query) => query.where('state', 'published'))
    .preload('artist')
    .preload('mediaFiles', (files) => files.orderBy('position'))
    .preload('torrents', (torrents) => torrents.orderBy('createdAt', 'desc'))
    .first()
  if (!work) return null
  const day = now.toISODate()!
  const licences = await licencesInForce(work.id, day)
  const splitSheet = await splitSheetInForce(work.id, day)
  const others = await Work.query()
    .where({ artistId: work.artistId, state: 'published' })
    .whereNot('id', work.id)
    .preload('artist')
    .orderBy('publishedAt', 'desc')
    .limit(6)
  return {
    work,
    mediaFile: work.mediaFiles[0] ?? null,
    torrent: work.torrents[0] ?? null,
    licences,
    licenceText: licences[0]?.licenceText ?? null,
    isOpen: licences.some((licence) => licence.licenceText.isOpen),
    splitSheet,
    others,
  }
}
