import type { AnnounceEvent } from '#services/tracker/parse_announce'

/**
 * What is remembered of one peer of one token in one torrent. A peer is the token and the
 * 20 bytes of its peer_id: never its address, so that a client that announces over IPv4 and IPv6
 * is one peer (P9) and a shared address is several.
 */
export interface PeerMeter {
  uploaded: bigint
  downloaded: bigint
  /** Was seen with something left to fetch, in this process or, by the database, in another. */
  seenIncomplete: boolean
  /** Its completion is durable. */
  completed: boolean
}

export interface Counters {
  uploaded: bigint
  downloaded: bigint
  left: bigint
  event: AnnounceEvent
}

export interface Observation {
  /** Bytes since the last announce, never negative. */
  uploadedDelta: bigint
  downloadedDelta: bigint
  /** The first announce with nothing left after one with something left. */
  completes: boolean
}

/**
 * A peer that this process does not know yet: whatever it already counted is a starting point,
 * not a transfer (delta 0), and it completes nothing unless the database saw it incomplete (P2).
 */
export function beginMeter(now: Counters, seenIncompleteBefore: boolean): PeerMeter {
  return {
    uploaded: now.uploaded,
    downloaded: now.downloaded,
    seenIncomplete: seenIncompleteBefore || now.left > 0n,
    completed: false,
  }
}

/**
 * What an announce means, without changing anything. The event is not looked at: some clients
 * send `completed` twice or with bytes left, others send only `stopped` (P2).
 */
export function observe(meter: PeerMeter, now: Counters): Observation {
  return {
    // Counters that go backwards are a restarted client: no credit, a new starting point.
    uploadedDelta: now.uploaded > meter.uploaded ? now.uploaded - meter.uploaded : 0n,
    downloadedDelta: now.downloaded > meter.downloaded ? now.downloaded - meter.downloaded : 0n,
    completes: now.left === 0n && meter.seenIncomplete && !meter.completed,
  }
}

/** Takes the announce into account, once what it means has been queued or made durable. */
export function advance(meter: PeerMeter, now: Counters, completed: boolean): void {
  meter.uploaded = now.uploaded
  meter.downloaded = now.downloaded
  if (now.left > 0n) meter.seenIncomplete = true
  if (completed) meter.completed = true
}
