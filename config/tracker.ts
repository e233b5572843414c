import env from '#start/env'
import { resolve } from 'node:path'

/**
 * The tracker and the webseed. Times that clients are told keep to P6: HTTP 1 800 to 3 600 s,
 * WebSocket a fifth of that (the library's rule), never sooner than 1 500 s.
 */
const trackerConfig = {
  /** Makes the announce tokens; changing it invalidates every token ever handed out. */
  tokenKey: env.get('TRACKER_TOKEN_KEY').release(),
  /** Where clients reach us, for the URLs in torrents and magnets. */
  publicUrl: env.get('APP_URL').replace(/\/$/, ''),
  /** Every media file lies in here; nothing outside is ever served. */
  mediaRoot: resolve(env.get('PEERFY_STORAGE'), 'media'),

  intervalSeconds: env.get('TRACKER_INTERVAL_SECONDS') ?? 1_800,
  intervalJitterSeconds: 300,
  minIntervalSeconds: 1_500,
  /** A peer unheard of for so long has gone. */
  peerLifetimeSeconds: 4_500,
  pruneEverySeconds: 300,

  maxNumwant: 50,
  maxPeersPerSwarm: 20_000,
  /** The same event of the same peer within this time is answered but not metered again. */
  duplicateLockSeconds: 30,

  announcesPerMinutePerToken: 120,
  /** Requests without a valid token, per address. */
  anonymousRequestsPerMinutePerAddress: 600,
  /** What clients are told to wait when the database does not answer (BEP 31). */
  retryAfterFailureMinutes: 2,
  retryUnpublishedMinutes: 60,
  /** A fee may settle at any moment: a client that waits for one asks again by itself. */
  retryUnpaidMinutes: 30,

  /** Proxies of ours between the client and this process (P7). */
  trustedProxyHops: env.get('TRUSTED_PROXY_HOPS') ?? 0,
  addressKeptHours: 24,

  /** What is believed of a token or torrent without asking the database (P4: below 60 s). */
  directoryCacheSeconds: 25,
  /** Questions to the database that arrive within this time are asked together. */
  lookupDelayMs: 3,
  maxCachedTokens: 250_000,
  maxCachedUnknown: 20_000,

  /** Completions that arrive within this time share one transaction. */
  groupCommitDelayMs: 4,
  groupCommitMaxBatch: 500,
  maxWaitingWrites: 20_000,
  /** A client is told to come back when the database takes longer. */
  databaseTimeoutMs: 8_000,
  flushEveryMs: 1_000,
  maxQueuedTransfers: 500_000,

  webSocketMaxPayloadBytes: 256 * 1024,
  webSocketMaxOffers: 20,
}

export type TrackerConfig = typeof trackerConfig
export default trackerConfig
