import type { WebSocket } from 'ws'
import type { Counters } from '#services/tracker/meter_peer'
import { parseCounter, type AnnounceEvent } from '#services/tracker/parse_announce'

/** What the library hands to its filter: JSON of a client, of which only the hashes are checked. */
export interface WebAnnounce {
  /** 40 hex digits each, made by the library. */
  info_hash: string
  peer_id: string
  event?: unknown
  uploaded?: unknown
  downloaded?: unknown
  left?: unknown
  offers?: unknown
  answer?: unknown
  token?: unknown
  socket: WebSocket & { peerId?: string | null }
}

interface ReadAnnounce {
  /** 20 characters each, one per byte. */
  infoHash: string
  peerId: string
  /** As the library's swarms want it. */
  event: AnnounceEvent | 'update'
  token: string | null
  /** Null for the messages that only carry an answer: they count nothing. */
  counters: Counters | null
}

const HEX = /^[0-9a-f]{40}$/
const EVENTS: unknown[] = ['', 'started', 'completed', 'stopped', 'paused', 'update']
const MAX_SIGNAL_CHARS = 64 * 1024

/**
 * Checks an announce that came over WebSocket (P3): the library trusts its shape, and a wrong one
 * would stop the process.
 *
 * @returns the announce, or the sentence that explains the refusal
 */
export function readWebAnnounce(
  params: WebAnnounce,
  rawLeft: string | null,
  maxOffers: number
): ReadAnnounce | string {
  if (!HEX.test(params.info_hash))
    return 'info_hash invalide : 20 octets attendus / 20 bytes expected'
  if (!HEX.test(params.peer_id)) return 'peer_id invalide : 20 octets attendus / 20 bytes expected'
  const event = params.event ?? ''
  if (!EVENTS.includes(event)) return 'event inconnu / unknown event'
  const token = params.token ?? null
  if (token !== null && (typeof token !== 'string' || token.length > 64))
    return 'token invalide / token is not valid'
  if (!areOffers(params.offers, maxOffers)) return 'offers invalide / offers are not valid'
  if (params.answer !== undefined && !isSignal(params.answer))
    return 'answer invalide / answer is not valid'
  const counters = params.answer ? null : readCounters(params, rawLeft, event as AnnounceEvent)
  if (typeof counters === 'string') return counters
  return {
    infoHash: Buffer.from(params.info_hash, 'hex').toString('latin1'),
    peerId: Buffer.from(params.peer_id, 'hex').toString('latin1'),
    event: (event as AnnounceEvent) || 'update',
    token,
    counters,
  }
}

function readCounters(
  params: WebAnnounce,
  rawLeft: string | null,
  event: AnnounceEvent
): Counters | string {
  const uploaded = readCounter(params.uploaded ?? 0)
  const downloaded = readCounter(params.downloaded ?? 0)
  // A client that joined by magnet does not know yet how much is left, and says null: it surely
  // misses something.
  const left =
    rawLeft === null || rawLeft === 'null' ? 1n : parseCounter(rawLeft.replaceAll('"', ''))
  if (uploaded === null) return 'uploaded invalide : entier attendu / whole number expected'
  if (downloaded === null) return 'downloaded invalide : entier attendu / whole number expected'
  if (left === null) return 'left invalide : entier attendu / whole number expected'
  return { uploaded, downloaded, left, event }
}

function readCounter(value: unknown): bigint | null {
  if (typeof value === 'string') return parseCounter(value)
  return Number.isSafeInteger(value) && (value as number) >= 0 ? BigInt(value as number) : null
}

function areOffers(offers: unknown, max: number): boolean {
  if (offers === undefined || offers === null) return true
  if (!Array.isArray(offers) || offers.length > max) return false
  return offers.every((entry) => {
    const { offer, offer_id: id } = (entry ?? {}) as { offer?: unknown; offer_id?: unknown }
    return isSignal(offer) && typeof id === 'string' && id.length <= 64
  })
}

/** A WebRTC session description: what a peer sends is relayed to others, so it stays small. */
function isSignal(value: unknown): boolean {
  const signal = value as { type?: unknown; sdp?: unknown } | null
  return (
    typeof signal === 'object' &&
    signal !== null &&
    typeof signal.type === 'string' &&
    typeof signal.sdp === 'string' &&
    signal.sdp.length <= MAX_SIGNAL_CHARS
  )
}
