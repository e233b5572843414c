import { lucidDatabase } from '#services/tracker/lucid_database'
import { issueAnnounceToken } from '#services/tracker/issue_announce_token'
import { magnetLink, torrentFile, trackerUrls } from '#services/tracker/personal_torrent'
import { findTorrentOfWork } from '#services/tracker/queries/torrent_of_work'
import config from '#config/tracker'
import type { Clock } from '#values/clock'

export interface DownloadLinks {
  /** File name of the .torrent. */
  fileName: string
  torrent: Buffer
  infoHash: string
  magnet: string
  /** Saves the file without a BitTorrent client. */
  directDownload: string
  /** Plays in the page; counts no download. */
  playback: string
}

/**
 * Everything a subscriber needs to take a work: the torrent, the magnet and the plain download
 * with the subscriber's own token, made now if there is none. For the subscriber's eyes only (P4).
 *
 * @returns null when the work is not published or has no torrent
 */
export async function buildPersonalTorrent({
  subscriberId,
  workId,
  clock,
}: {
  subscriberId: string
  workId: string
  clock: Clock
}): Promise<DownloadLinks | null> {
  const torrent = await findTorrentOfWork(workId, clock)
  if (!torrent) return null
  const token = await lucidDatabase.use((client) =>
    issueAnnounceToken(client, { subscriberId, workId, tokenKey: config.tokenKey, clock })
  )
  return linksOf(torrent, token)
}

/**
 * The same for everyone, without a token: served for works under open licences, counted for
 * nobody.
 *
 * @returns null when the work is not published, has no torrent or is not under an open licence
 */
export async function buildPublicTorrent({
  workId,
  clock,
}: {
  workId: string
  clock: Clock
}): Promise<DownloadLinks | null> {
  const torrent = await findTorrentOfWork(workId, clock)
  return torrent?.isOpen ? linksOf(torrent, null) : null
}

function linksOf(
  torrent: NonNullable<Awaited<ReturnType<typeof findTorrentOfWork>>>,
  token: string | null
): DownloadLinks {
  const places = { publicUrl: config.publicUrl, token }
  const file = `${trackerUrls(torrent.infoHash, places).webSeed}${webSeedPath(torrent)}`
  return {
    fileName: `${torrent.name}.torrent`,
    torrent: torrentFile(torrent, places),
    infoHash: torrent.infoHash,
    magnet: magnetLink(torrent, places),
    directDownload: `${file}?telecharger=1`,
    playback: `${file}?ecoute=1`,
  }
}

/** The first file of the torrent, as a webseed URL names it (BEP 19). */
function webSeedPath(torrent: { name: string; files: string[] }): string {
  const path = torrent.files.length > 1 ? [torrent.name, torrent.files[0]] : [torrent.name]
  return path.map(encodeURIComponent).join('/')
}
