import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import Server, { type LibrarySwarm } from 'bittorrent-tracker/server'
import type { WebSocket } from 'ws'
import type { AnnounceGate, Refusal } from '#services/tracker/announce_gate'
import type { Directory, TokenEntry, TorrentEntry } from '#services/tracker/directory'
import { readWebAnnounce, type WebAnnounce } from '#services/tracker/read_web_announce'
import type { PeerMeter } from '#services/tracker/meter_peer'
import type { UsageMeter } from '#services/tracker/usage_meter'
import type { TrackerConfig } from '#config/tracker'

interface Parts {
  gate: AnnounceGate
  directory: Directory
  meter: UsageMeter
  config: TrackerConfig
  onError: (error: unknown) => void
}

/** What we know of an open socket: its token, and the meters of its torrents. */
interface Session {
  token: string | null
  address: string
  meters: Map<string, PeerMeter>
  /** `left` as the client wrote it: the library turns an unknown one (null) into 0. */
  rawLeft: string | null
}

/**
 * WebSocket announces (WebTorrent). The library keeps these swarms and relays offers and answers
 * between sockets; each announce passes our filter first, where it is checked and metered like
 * an HTTP one. The token comes with the path, or in the announce as `token`.
 */
export class WebSignalling {
  readonly #server: Server
  readonly #sessions = new WeakMap<WebSocket, Session>()
  /** Those too that never announced: an open one would keep the process from ending. */
  readonly #open = new Set<WebSocket>()

  constructor(private readonly parts: Parts) {
    const { config } = parts
    this.#server = new Server({
      http: false,
      udp: false,
      stats: false,
      ws: { noServer: true, maxPayload: config.webSocketMaxPayloadBytes },
      interval: config.intervalSeconds * 1000,
      peersCacheLength: config.maxPeersPerSwarm,
      peersCacheTtl: config.peerLifetimeSeconds * 1000,
      filter: (_hash: string, params: WebAnnounce, done: (error?: Error | null) => void) => {
        this.#filter(params, done).catch((error) => {
          parts.onError(error)
          this.#refuse(params, parts.gate.unavailable)
        })
      },
    })
    // Both are raised by what clients send: nothing for the log, nothing to stop for.
    this.#server.on('error', () => {})
    this.#server.on('warning', () => {})
    // Never with an error: the library would answer it by the names of torrents that it has not
    // checked, and what it throws there stops the process.
    this.#server._onScrape = (params, done) => {
      if (!areHashes(params.info_hash)) {
        send(params.socket, { action: 'scrape', ...failure(UNREADABLE_SCRAPE) })
        return
      }
      this.#scrape(params.info_hash ?? []).then(
        (answer) => done(null, answer),
        (error) => {
          parts.onError(error)
          send(params.socket, { action: 'scrape', ...failure(parts.gate.unavailable) })
        }
      )
    }
  }

  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    from: { token: string | null; address: string }
  ): void {
    this.#server.ws.handleUpgrade(request, socket, head, (webSocket) => {
      const session: Session = { ...from, meters: new Map(), rawLeft: null }
      this.#sessions.set(webSocket, session)
      this.#open.add(webSocket)
      webSocket.once('close', () => this.#open.delete(webSocket))
      // Runs just before the library's own listener, and so before our filter.
      webSocket.on('message', (data: Buffer) => {
        session.rawLeft = LEFT.exec(data.toString())?.[1] ?? null
      })
      // The library keeps the address and the headers of this object, never the URL.
      this.#server.ws.emit('connection', webSocket, {
        headers: {},
        connection: { remoteAddress: from.address, remotePort: request.socket.remotePort },
      } as unknown as IncomingMessage)
    })
  }

  peersOf(infoHashHex: string): { complete: number; incomplete: number } {
    return this.#server.torrents[infoHashHex] ?? NOBODY
  }

  countPeers(): number {
    return Object.values(this.#server.torrents).reduce((sum, s) => sum + s.peers.length, 0)
  }

  prune(): void {
    for (const [infoHash, swarm] of Object.entries(this.#server.torrents)) {
      // Looking at a peer that has outlived its time removes it.
      for (const key of [...swarm.peers.keys]) swarm.peers.peek(key)
      if (swarm.peers.length === 0) delete this.#server.torrents[infoHash]
    }
  }

  close(): void {
    for (const socket of this.#open) socket.terminate()
    this.#server.close()
  }

  async #filter(params: WebAnnounce, done: (error?: Error | null) => void): Promise<void> {
    const session = this.#sessions.get(params.socket)
    if (!session) throw new Error('announce on a socket that was never opened here')
    const announce = readWebAnnounce(params, session.rawLeft, this.parts.config.webSocketMaxOffers)
    if (typeof announce === 'string') return this.#refuse(params, { reason: announce })

    const tokenText = announce.token ?? session.token
    const found = this.parts.gate.find(tokenText, announce.infoHash)
    const token = await found.entry
    const torrent = await found.torrent
    const { gate, meter } = this.parts
    const refusal =
      (tokenText === null
        ? gate.checkAnonymous(session.address)
        : gate.checkToken(token, session.address)) ??
      gate.checkTorrent(torrent, token) ??
      this.#impostor(params) ??
      (token && !meter.accepts ? gate.unavailable : null)
    if (refusal) return this.#refuse(params, refusal)
    if (token && announce.counters) {
      await this.#meter(session, token, torrent!, announce.peerId, announce.counters)
    }
    // Gone while the database was asked: it would stand in the swarm with nobody behind it.
    if (params.socket.readyState !== params.socket.OPEN) return
    params.event = announce.event
    if (announce.counters) params.left = Number(announce.counters.left)
    done(null)
  }

  async #meter(
    session: Session,
    token: TokenEntry,
    torrent: TorrentEntry,
    peerId: string,
    counters: Exclude<ReturnType<typeof readWebAnnounce>, string>['counters'] & object
  ): Promise<void> {
    const peer = { token, torrent, peerId }
    const key = `${token.id}|${torrent.infoHash}|${peerId}`
    let meter = session.meters.get(key)
    if (!meter) {
      meter = await this.parts.meter.begin(peer, { ...counters, address: session.address, port: 0 })
      meter = session.meters.get(key) ?? meter
      session.meters.set(key, meter)
    }
    await this.parts.meter.meter(peer, meter, counters)
  }

  /** Nobody takes over the peer_id of another open socket. */
  #impostor(params: WebAnnounce): Refusal | null {
    const { socket } = params
    const swarm: LibrarySwarm | undefined = this.#server.torrents[params.info_hash]
    const holder = swarm?.peers.peek(params.peer_id)?.socket
    const taken = holder && holder !== socket && holder.readyState === holder.OPEN
    const changed = socket.peerId && socket.peerId !== params.peer_id
    return taken || changed
      ? {
          reason: 'peer_id deja pris par une autre connexion / peer_id taken by another connection',
        }
      : null
  }

  #refuse(params: WebAnnounce, refusal: Refusal): void {
    send(params.socket, {
      action: 'announce',
      ...failure(refusal),
      info_hash: Buffer.from(params.info_hash, 'hex').toString('latin1'),
    })
  }

  /** Scrapes over WebSocket name their torrents too; open works only (P6). */
  async #scrape(infoHashes: string[]): Promise<object> {
    const files: Record<string, object> = {}
    for (const hex of infoHashes.slice(0, 74)) {
      const infoHash = Buffer.from(hex, 'hex').toString('latin1')
      const torrent = await this.parts.directory.torrent(infoHash)
      if (this.parts.gate.checkTorrent(torrent, null)) continue
      await this.parts.directory.countDownloads([torrent!])
      const { complete, incomplete } = this.peersOf(hex)
      files[infoHash] = { complete, incomplete, downloaded: torrent!.downloaded }
    }
    const flags = { min_request_interval: this.parts.config.minIntervalSeconds }
    return { action: 2, files, flags }
  }
}

function send(socket: WebSocket, message: object): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message), () => {})
}

function failure({ reason, retryIn }: Refusal) {
  return { 'failure reason': reason, 'retry in': retryIn }
}

/** The library checks texts and lists, and hands on whatever else a client wrote. */
function areHashes(infoHashes: unknown): boolean {
  return infoHashes === undefined || infoHashes === null || Array.isArray(infoHashes)
}

const UNREADABLE_SCRAPE: Refusal = { reason: 'info_hash invalide : 20 octets attendus' }
const LEFT = /"left"\s*:\s*("[^"]*"|[^,}\s]*)/
const NOBODY = { complete: 0, incomplete: 0 }
