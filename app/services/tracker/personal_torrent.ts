import { rewriteMetainfo } from '#services/tracker/metainfo'

/** A torrent as the catalogue keeps it. */
export interface StoredTorrent {
  /** 40 hex digits. */
  infoHash: string
  name: string
  metainfo: Buffer
}

interface Places {
  /** Where clients reach us, without a slash at the end. */
  publicUrl: string
  /** Null for everyone: works under open licences only. */
  token: string | null
}

/** The announce and webseed URLs that a torrent or magnet of ours carries. */
export function trackerUrls(infoHash: string, { publicUrl, token }: Places) {
  const base = token === null ? publicUrl : `${publicUrl}/t/${token}`
  return {
    announce: `${base}/announce`,
    webSocket: `${base.replace(/^http/, 'ws')}/announce`,
    webSeed: `${base}/media/${infoHash}/`,
  }
}

/**
 * The .torrent file with our URLs in it; the info dictionary stays byte for byte, so the
 * info-hash and thus the swarm are the same for everybody.
 */
export function torrentFile(torrent: StoredTorrent, places: Places): Buffer {
  const urls = trackerUrls(torrent.infoHash, places)
  // Plain clients try the tiers in order, WebTorrent in a browser uses the ws one.
  return rewriteMetainfo(torrent.metainfo, {
    announce: urls.announce,
    announceList: [[urls.announce], [urls.webSocket]],
    urlList: [urls.webSeed],
  })
}

/**
 * The magnet link. With a token it is for its holder alone and must never stand on a public
 * page (P4).
 *
 * @param torrentUrl where the .torrent can be fetched, for clients that find no peer to ask
 */
export function magnetLink(
  torrent: Pick<StoredTorrent, 'infoHash' | 'name'>,
  { torrentUrl, ...places }: Places & { torrentUrl?: string }
): string {
  const urls = trackerUrls(torrent.infoHash, places)
  const parameters = [
    `xt=urn:btih:${torrent.infoHash}`,
    `dn=${encodeURIComponent(torrent.name)}`,
    `tr=${encodeURIComponent(urls.announce)}`,
    `tr=${encodeURIComponent(urls.webSocket)}`,
    `ws=${encodeURIComponent(urls.webSeed)}`,
  ]
  if (torrentUrl) parameters.push(`xs=${encodeURIComponent(torrentUrl)}`)
  return `magnet:?${parameters.join('&')}`
}
