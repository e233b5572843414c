import { isOpenSql } from '#services/licensing/queries/open_licence_sql'
import { accessMoment, hasAccessSql } from '#services/subscriptions/queries/access_sql'
import { GroupCommit } from '#services/tracker/group_commit'
import type { SqlDatabase } from '#services/tracker/sql_database'
import { isTokenForm, tokenHash } from '#services/tracker/token_text'
import type { Clock } from '#values/clock'

/** A token as the tracker knows it: whose use is counted, for which work. */
export interface TokenEntry {
  id: string
  subscriberId: string
  workId: string
  revoked: boolean
  /** Its holder's address is verified and a fee is settled. */
  paid: boolean
  loadedAt: number
  /** Announces in the current minute, for the rate limit. */
  minute: number
  announces: number
}

/** A torrent as the tracker knows it. */
export interface TorrentEntry {
  /** 20 characters, one per byte. */
  infoHash: string
  infoHashHex: string
  workId: string
  published: boolean
  /** Under an open licence: served without a token too. */
  open: boolean
  /** Completions counted for the work, by the last scrape. */
  downloaded: number
  downloadedAt: number
  loadedAt: number
}

interface DirectoryOptions {
  cacheSeconds: number
  maxTokens: number
  maxUnknown: number
  lookupDelayMs: number
  maxWaiting: number
  now: () => number
  /** Says the day of licences and the month of fees. */
  clock: Clock
}

const TOKENS = `
  SELECT t.id, t.token_hash, t.subscriber_id, t.work_id, t.revoked_at IS NOT NULL AS revoked,
         ${hasAccessSql({ subscriber: 't.subscriber_id', monthStart: '$2', paidSince: '$3' })} AS paid
    FROM announce_tokens t WHERE t.token_hash = ANY($1::bytea[])`

const TORRENTS = `
  SELECT t.info_hash, t.work_id, w.state = 'published' AS published,
         ${isOpenSql({ work: 't.work_id', day: '$2' })} AS open
    FROM torrents t JOIN works w ON w.id = t.work_id
   WHERE t.info_hash = ANY($1::text[])`

/**
 * Answers "whose token is this, which work is this torrent" from memory, and asks the database
 * for many at once when it does not know. Nothing is believed for longer than `cacheSeconds`, so
 * that a revoked token or a withdrawn work is refused within a minute by every process (P4).
 */
export class Directory {
  readonly #tokens = new Map<string, TokenEntry>()
  readonly #unknownTokens = new Map<string, number>()
  readonly #torrents = new Map<string, TorrentEntry>()
  readonly #unknownTorrents = new Map<string, number>()
  readonly #tokenLookup: GroupCommit<string, TokenEntry | null>
  readonly #torrentLookup: GroupCommit<string, TorrentEntry | null>

  constructor(
    private readonly database: SqlDatabase,
    private readonly options: DirectoryOptions
  ) {
    const batch = { delayMs: options.lookupDelayMs, maxBatch: 1000, maxWaiting: options.maxWaiting }
    this.#tokenLookup = new GroupCommit(batch, (tokens) => this.#loadTokens(tokens))
    this.#torrentLookup = new GroupCommit(batch, (hashes) => this.#loadTorrents(hashes))
  }

  /** The token's entry, null when there is none; a promise only when the database is asked. */
  token(token: string): TokenEntry | null | Promise<TokenEntry | null> {
    const now = this.options.now()
    const known = this.#tokens.get(token)
    if (known && now - known.loadedAt < this.options.cacheSeconds * 1000) return known
    if (!isTokenForm(token) || this.#isFresh(this.#unknownTokens, token, now)) return null
    return this.#tokenLookup.add(token)
  }

  /** The torrent's entry by its 20 bytes, null when it is not one of ours. */
  torrent(infoHash: string): TorrentEntry | null | Promise<TorrentEntry | null> {
    const now = this.options.now()
    const known = this.#torrents.get(infoHash)
    if (known && now - known.loadedAt < this.options.cacheSeconds * 1000) return known
    if (this.#isFresh(this.#unknownTorrents, infoHash, now)) return null
    return this.#torrentLookup.add(infoHash)
  }

  /** Forgets everything that was believed, for tests and after a revocation in this process. */
  clear(): void {
    this.#tokens.clear()
    this.#unknownTokens.clear()
    this.#torrents.clear()
    this.#unknownTorrents.clear()
  }

  #isFresh(unknown: Map<string, number>, key: string, now: number): boolean {
    const at = unknown.get(key)
    return at !== undefined && now - at < this.options.cacheSeconds * 1000
  }

  async #loadTokens(tokens: string[]): Promise<(TokenEntry | null)[]> {
    const hashes = tokens.map((token) => tokenHash(token))
    const { monthStart, paidSince } = accessMoment(this.options.clock)
    const { rows } = await this.database.use((client) =>
      client.query({
        name: 'tracker_tokens',
        text: TOKENS,
        values: [hashes, monthStart, paidSince],
      })
    )
    const byHash = new Map(rows.map((row) => [row.token_hash.toString('hex'), row]))
    return tokens.map((token, at) => {
      const row = byHash.get(hashes[at].toString('hex'))
      if (!row) {
        remember(this.#unknownTokens, token, this.options.now(), this.options.maxUnknown)
        return null
      }
      const known = this.#tokens.get(token)
      const entry: TokenEntry = {
        id: row.id,
        subscriberId: row.subscriber_id,
        workId: row.work_id,
        revoked: row.revoked,
        paid: row.paid,
        loadedAt: this.options.now(),
        minute: known?.minute ?? 0,
        announces: known?.announces ?? 0,
      }
      remember(this.#tokens, token, entry, this.options.maxTokens)
      return entry
    })
  }

  async #loadTorrents(infoHashes: string[]): Promise<(TorrentEntry | null)[]> {
    const hexes = infoHashes.map((hash) => Buffer.from(hash, 'latin1').toString('hex'))
    const { rows } = await this.database.use((client) =>
      client.query({
        name: 'tracker_torrents',
        text: TORRENTS,
        values: [hexes, this.options.clock.now().toISODate()],
      })
    )
    const byHash = new Map(rows.map((row) => [row.info_hash, row]))
    return infoHashes.map((infoHash, at) => {
      const row = byHash.get(hexes[at])
      if (!row) {
        remember(this.#unknownTorrents, infoHash, this.options.now(), this.options.maxUnknown)
        return null
      }
      const known = this.#torrents.get(infoHash)
      const entry: TorrentEntry = {
        infoHash,
        infoHashHex: row.info_hash,
        workId: row.work_id,
        published: row.published,
        open: row.open,
        downloaded: known?.downloaded ?? 0,
        downloadedAt: known?.downloadedAt ?? 0,
        loadedAt: this.options.now(),
      }
      remember(this.#torrents, infoHash, entry, this.options.maxTokens)
      return entry
    })
  }

  /** Brings the completion counts of the torrents up to date, for a scrape (BEP 48). */
  async countDownloads(torrents: TorrentEntry[]): Promise<void> {
    const now = this.options.now()
    const stale = torrents.filter((t) => now - t.downloadedAt >= this.options.cacheSeconds * 1000)
    if (stale.length === 0) return
    const { rows } = await this.database.use((client) =>
      client.query(
        `SELECT work_id, count(*)::int AS count FROM completions
          WHERE work_id = ANY($1::uuid[]) GROUP BY work_id`,
        [stale.map((torrent) => torrent.workId)]
      )
    )
    const counts = new Map<string, number>(rows.map((row) => [row.work_id, row.count]))
    for (const torrent of stale) {
      torrent.downloaded = counts.get(torrent.workId) ?? 0
      torrent.downloadedAt = now
    }
  }
}

/** Keeps a map bounded: the entry that has stood longest makes room. */
function remember<T>(map: Map<string, T>, key: string, value: T, max: number): void {
  map.delete(key)
  if (map.size >= max) map.delete(map.keys().next().value!)
  map.set(key, value)
}
