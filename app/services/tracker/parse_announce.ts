/**
 * The request of a BitTorrent client, read from the raw query.
 *
 * The raw bytes matter: info_hash and peer_id are binary, which URLSearchParams would turn into
 * UTF-8 and lose. Every known parameter may stand once; anything malformed is refused with a
 * sentence that clients show to their user (ASCII, since many decode it badly), rule P3.
 */
export type AnnounceEvent = '' | 'started' | 'completed' | 'stopped' | 'paused'

export interface AnnounceRequest {
  /** 20 bytes, one character per byte (latin1). */
  infoHash: string
  /** 20 bytes, one character per byte (latin1). */
  peerId: string
  port: number
  /** Bytes, cumulative since the client started; 0 to 2^63-1. */
  uploaded: bigint
  downloaded: bigint
  left: bigint
  event: AnnounceEvent
  numwant: number
  compact: boolean
  noPeerId: boolean
}

export const MAX_COUNTER = 9223372036854775807n
const MAX_QUERY_CHARS = 2048
const MAX_SCRAPE_HASHES = 74

/** Bits that remember which parameter was seen, so that a duplicate is noticed at no cost. */
const SEEN: Record<string, number> = {
  info_hash: 1,
  peer_id: 2,
  port: 4,
  uploaded: 8,
  downloaded: 16,
  left: 32,
  event: 64,
  numwant: 128,
  compact: 256,
  no_peer_id: 512,
}
const REQUIRED = 1 | 2 | 4 | 8 | 16 | 32
const REQUIRED_NAMES = ['info_hash', 'peer_id', 'port', 'uploaded', 'downloaded', 'left']

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 102) return code - 87
  if (code >= 65 && code <= 70) return code - 55
  return -1
}

/**
 * Percent-decodes to one character per byte; null when the encoding is broken or when the result
 * is not exactly 20 bytes long.
 */
export function decodeTwentyBytes(text: string): string | null {
  const length = text.length
  let out = ''
  let count = 0
  for (let i = 0; i < length; i++) {
    let code = text.charCodeAt(i)
    if (code === 37) {
      if (i + 2 >= length) return null
      const high = hexDigit(text.charCodeAt(i + 1))
      const low = hexDigit(text.charCodeAt(i + 2))
      if (high < 0 || low < 0) return null
      code = high * 16 + low
      i += 2
    } else if (code === 43) {
      // Form encoders write a space as a plus, and a plus as %2B.
      code = 32
    } else if (code > 255) {
      return null
    }
    if (++count > 20) return null
    out += String.fromCharCode(code)
  }
  return count === 20 ? out : null
}

/** A decimal of at most 19 digits and at most 2^63-1, else null (P3). */
export function parseCounter(text: string): bigint | null {
  const length = text.length
  if (length === 0 || length > 19) return null
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return null
  }
  // Up to 15 digits a double is exact, and BigInt(number) is quicker than BigInt(text).
  const value = length <= 15 ? BigInt(+text) : BigInt(text)
  return value <= MAX_COUNTER ? value : null
}

function parseSmall(text: string): number {
  if (text.length === 0 || text.length > 5) return -1
  let value = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return -1
    value = value * 10 + code - 48
  }
  return value
}

const EVENTS = new Set(['', 'started', 'completed', 'stopped', 'paused'])

/**
 * Reads an announce (BEP 3, 7, 21, 23).
 *
 * @returns the request, or the sentence that explains the refusal
 */
export function parseAnnounce(query: string, maxNumwant: number): AnnounceRequest | string {
  if (query.length > MAX_QUERY_CHARS) return 'requete trop longue / request too long'
  const request: AnnounceRequest = {
    infoHash: '',
    peerId: '',
    port: 0,
    uploaded: 0n,
    downloaded: 0n,
    left: 0n,
    event: '',
    numwant: maxNumwant,
    compact: true,
    noPeerId: false,
  }
  let seen = 0
  let start = 0
  while (start < query.length) {
    let end = query.indexOf('&', start)
    if (end < 0) end = query.length
    let equals = query.indexOf('=', start)
    if (equals < 0 || equals > end) equals = end
    const name = query.slice(start, equals)
    const bit = Object.hasOwn(SEEN, name) ? SEEN[name] : 0
    if (bit) {
      if (seen & bit) return `${name} en double / ${name} is there twice`
      seen |= bit
      const problem = readParameter(request, name, query.slice(equals + 1, end), maxNumwant)
      if (problem) return problem
    } else if (isArrayForm(name)) {
      return 'parametre en double / a parameter is there twice'
    }
    start = end + 1
  }
  if ((seen & REQUIRED) !== REQUIRED) {
    const missing = REQUIRED_NAMES.find((name) => !(seen & SEEN[name]))
    return `${missing} manquant / ${missing} is missing`
  }
  return request
}

/** `left[]=1` and the like: frameworks read them as arrays, here they are refused outright. */
function isArrayForm(name: string): boolean {
  const bracket = name.search(/\[|%5b/i)
  return bracket > 0 && Object.hasOwn(SEEN, name.slice(0, bracket))
}

function readParameter(
  request: AnnounceRequest,
  name: string,
  value: string,
  maxNumwant: number
): string | null {
  switch (name) {
    case 'info_hash':
    case 'peer_id': {
      const bytes = decodeTwentyBytes(value)
      if (bytes === null) return `${name} invalide : 20 octets attendus / 20 bytes expected`
      if (name === 'info_hash') request.infoHash = bytes
      else request.peerId = bytes
      return null
    }
    case 'uploaded':
    case 'downloaded':
    case 'left': {
      const counter = parseCounter(value)
      if (counter === null)
        return `${name} invalide : entier de 0 a 2^63-1 attendu / whole number expected`
      request[name] = counter
      return null
    }
    case 'port': {
      const port = parseSmall(value)
      if (port < 1 || port > 65535) return 'port invalide : 1 a 65535 attendu / 1 to 65535 expected'
      request.port = port
      return null
    }
    case 'event':
      if (!EVENTS.has(value)) return 'event inconnu / unknown event'
      request.event = value as AnnounceEvent
      return null
    case 'numwant': {
      // -1 is how several clients say "as many as you like".
      const numwant = value === '-1' ? maxNumwant : parseSmall(value)
      if (numwant < 0) return 'numwant invalide / numwant is not valid'
      request.numwant = Math.min(numwant, maxNumwant)
      return null
    }
    case 'compact':
      request.compact = value !== '0'
      return null
    default:
      request.noPeerId = value === '1'
      return null
  }
}

/**
 * Reads a scrape (BEP 48): the info-hashes that it names, at least one.
 *
 * @returns the hashes (latin1, without repeats), or the sentence that explains the refusal
 */
export function parseScrape(query: string): string[] | string {
  if (query.length > MAX_SCRAPE_HASHES * 80) return 'requete trop longue / request too long'
  const hashes = new Set<string>()
  for (const part of query.split('&')) {
    if (!part.startsWith('info_hash=')) continue
    const hash = decodeTwentyBytes(part.slice(10))
    if (hash === null) return 'info_hash invalide : 20 octets attendus / 20 bytes expected'
    hashes.add(hash)
    if (hashes.size > MAX_SCRAPE_HASHES) return 'trop de info_hash / too many info_hash'
  }
  return hashes.size ? [...hashes] : 'info_hash manquant / info_hash is missing'
}
