/**
 * Bencoded answers of the tracker, written by hand as latin1 text (one character per byte): the
 * keys of a bencoded dictionary must stand in byte order, which each function below keeps.
 */
export interface PeerList {
  /** 6 characters per peer (BEP 23). */
  ipv4: string
  /** 18 characters per peer (BEP 7). */
  ipv6: string
}

export interface AnnounceAnswer {
  complete: number
  incomplete: number
  /** Seconds. */
  interval: number
  minInterval: number
  /** The client's own address, 4 or 16 characters, or '' (BEP 24). */
  externalIp: string
  peers: PeerList | DictionaryPeer[]
  warning?: string
}

export interface DictionaryPeer {
  id: string | null
  address: string
  port: number
}

/** Minutes until the client may try again, or never (BEP 31). */
export type RetryIn = number | 'never'

function text(value: string): string {
  return `${value.length}:${value}`
}

export function encodeAnnounce(answer: AnnounceAnswer): string {
  let out = `d8:completei${answer.complete}e`
  if (answer.externalIp) out += `11:external ip${text(answer.externalIp)}`
  out += `10:incompletei${answer.incomplete}e8:intervali${answer.interval}e`
  out += `12:min intervali${answer.minInterval}e`
  if (Array.isArray(answer.peers)) {
    out += `5:peersl${answer.peers.map(dictionaryPeer).join('')}e`
  } else {
    out += `5:peers${text(answer.peers.ipv4)}`
    if (answer.peers.ipv6) out += `6:peers6${text(answer.peers.ipv6)}`
  }
  if (answer.warning) out += `15:warning message${text(answer.warning)}`
  return `${out}e`
}

function dictionaryPeer(peer: DictionaryPeer): string {
  const id = peer.id === null ? '' : `7:peer id${text(peer.id)}`
  return `d2:ip${text(peer.address)}${id}4:porti${peer.port}ee`
}

/** A refusal: the sentence for the person, and when to come back (BEP 31). */
export function encodeFailure(reason: string, retryIn?: RetryIn): string {
  const retry =
    retryIn === undefined ? '' : `8:retry in${retryIn === 'never' ? text('never') : `i${retryIn}e`}`
  return `d14:failure reason${text(reason)}${retry}e`
}

export interface ScrapeEntry {
  infoHash: string
  complete: number
  incomplete: number
  /** How often the work was ever completed, as far as it was counted (BEP 48). */
  downloaded: number
}

export function encodeScrape(entries: ScrapeEntry[], minRequestInterval: number): string {
  const files = [...entries]
    .sort((a, b) => (a.infoHash < b.infoHash ? -1 : 1))
    .map(
      (entry) =>
        `${text(entry.infoHash)}d8:completei${entry.complete}e` +
        `10:downloadedi${entry.downloaded}e10:incompletei${entry.incomplete}ee`
    )
  return `d5:filesd${files.join('')}e5:flagsd20:min_request_intervali${minRequestInterval}eee`
}
