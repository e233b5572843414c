import type { IncomingMessage, Server as NodeServer, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AnnounceAnswerer } from '#services/tracker/answer_announce'
import { AnnounceGate } from '#services/tracker/announce_gate'
import { clientAddress } from '#services/tracker/client_address'
import { DeltaQueue } from '#services/tracker/delta_queue'
import { Directory } from '#services/tracker/directory'
import { encodeFailure } from '#services/tracker/encode_answer'
import { forgetAddresses } from '#services/tracker/forget_addresses'
import { prepareTransferMonths } from '#services/tracker/prepare_transfer_months'
import { readTrackerUrl, type TrackerUrl } from '#services/tracker/read_tracker_url'
import { MediaServer } from '#services/tracker/serve_media'
import type { SqlDatabase } from '#services/tracker/sql_database'
import { SwarmStore } from '#services/tracker/swarm_store'
import { UsageMeter } from '#services/tracker/usage_meter'
import { WebSignalling } from '#services/tracker/web_signalling'
import type { TrackerConfig } from '#config/tracker'
import type { Clock } from '#values/clock'

interface Options {
  database: SqlDatabase
  clock: Clock
  config: TrackerConfig
  /** Told of every error that is ours; no token is ever in it (P4). */
  onError: (error: unknown) => void
}

const HOUR_MS = 3_600_000

/** WebTorrent on somebody else's page asks before it fetches: it sends headers of its own. */
const PREFLIGHT = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'range, cache-control, user-agent',
  'Access-Control-Max-Age': '86400',
}

type Listener = (...args: unknown[]) => void

/**
 * The tracker and webseed of one process: takes its own paths from a Node server before the
 * framework sees them, so that announces pay for no middleware and tokens reach no access log.
 */
export class TrackerServer {
  readonly directory: Directory
  readonly #options: Options
  readonly #swarms: SwarmStore
  readonly #deltas: DeltaQueue
  readonly #meter: UsageMeter
  readonly #answerer: AnnounceAnswerer
  readonly #signalling: WebSignalling
  readonly #media: MediaServer
  readonly #timers: NodeJS.Timeout[] = []
  #lastFlushError: Error | null = null

  constructor(options: Options) {
    const { database, clock, config, onError } = options
    const now = () => performance.now()
    this.#options = options
    this.directory = new Directory(database, {
      cacheSeconds: config.directoryCacheSeconds,
      maxTokens: config.maxCachedTokens,
      maxUnknown: config.maxCachedUnknown,
      maxWaiting: config.maxWaitingWrites,
      lookupDelayMs: config.lookupDelayMs,
      now,
      clock,
    })
    const { directory } = this
    const gate = new AnnounceGate(directory, config, now)
    this.#swarms = new SwarmStore(config)
    this.#deltas = new DeltaQueue(database, {
      maxRows: config.maxQueuedTransfers,
      now: () => clock.now().toJSDate(),
    })
    this.#meter = new UsageMeter(database, clock, this.#deltas, config)
    const meter = this.#meter
    this.#signalling = new WebSignalling({ gate, directory, meter, config, onError })
    this.#answerer = new AnnounceAnswerer({
      swarms: this.#swarms,
      gate,
      meter,
      directory,
      config,
      now,
      webPeers: (infoHashHex) => this.#signalling.peersOf(infoHashHex),
      onError,
    })
    this.#media = new MediaServer({ database, clock, directory, gate, config, now, onError })
  }

  /** Takes our paths from the server and leaves it the rest. */
  attach(server: NodeServer): void {
    const others = server.listeners('request') as Listener[]
    server.removeAllListeners('request')
    server.on('request', (request, response) => {
      const url = readTrackerUrl(request.url ?? '')
      if (url) this.#handle(request, response, url)
      else for (const other of others) other.call(server, request, response)
    })
    const upgrades = server.listeners('upgrade') as Listener[]
    server.removeAllListeners('upgrade')
    server.on('upgrade', (request, socket, head) => {
      const url = readTrackerUrl(request.url ?? '')
      if (url?.action === 'announce') this.#upgrade(request, socket, head, url.token)
      else if (upgrades.length === 0) socket.destroy()
      else for (const other of upgrades) other.call(server, request, socket, head)
    })
    this.#startTimers()
  }

  /** What /health asks. @throws when transfers cannot be written */
  assertHealthy(): void {
    if (this.#lastFlushError) throw this.#lastFlushError
    if (this.#deltas.isFull) throw new Error('too many transfers wait for the database')
  }

  get figures() {
    return {
      torrents: this.#swarms.size,
      peers: this.#swarms.countPeers() + this.#signalling.countPeers(),
      queuedTransfers: this.#deltas.size,
    }
  }

  /** Who shares a torrent at this moment, over either protocol. */
  sharingOf(infoHashHex: string): { seeders: number; leechers: number } {
    const swarm = this.#swarms.find(Buffer.from(infoHashHex, 'hex').toString('latin1'))
    const web = this.#signalling.peersOf(infoHashHex)
    return {
      seeders: (swarm?.seeders.length ?? 0) + web.complete,
      leechers: (swarm?.leechers.length ?? 0) + web.incomplete,
    }
  }

  /** Writes what waits; what fails waits again. */
  async flush(): Promise<void> {
    try {
      await this.#deltas.flush()
      this.#lastFlushError = null
    } catch (error) {
      this.#lastFlushError = error as Error
      this.#options.onError(error)
    }
  }

  /** Peers that have been silent for too long, and swarms they leave empty, are forgotten. */
  async prune(): Promise<void> {
    const before = performance.now() - this.#options.config.peerLifetimeSeconds * 1000
    const swarms = this.#swarms.prune(before)
    for (let done = 1; !swarms.next().done; done++) {
      if (done % 200 === 0) await nextTurn()
    }
    this.#signalling.prune()
  }

  /** Answers what is under way and writes what waits. */
  async close(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    this.#signalling.close()
    await Promise.all([this.#meter.drain(), this.#media.drain()])
    await this.flush()
  }

  #startTimers(): void {
    if (this.#timers.length > 0) return
    const { flushEveryMs, pruneEverySeconds } = this.#options.config
    this.#timers.push(
      setInterval(() => void this.flush(), flushEveryMs),
      setInterval(() => void this.prune(), pruneEverySeconds * 1000),
      setInterval(() => void this.#keepHouse(), HOUR_MS)
    )
    for (const timer of this.#timers) timer.unref()
    void this.#keepHouse()
  }

  /** Here and not only in a job, so that a tracker that runs keeps its promise (P7). */
  async #keepHouse(): Promise<void> {
    const { database, clock, config, onError } = this.#options
    await prepareTransferMonths(database, clock).catch(onError)
    await forgetAddresses(database, { clock, keptHours: config.addressKeptHours }).catch(onError)
  }

  #addressOf(request: IncomingMessage): string {
    return clientAddress(
      request.socket.remoteAddress,
      request.headers['x-forwarded-for'],
      this.#options.config.trustedProxyHops
    )
  }

  #handle(request: IncomingMessage, response: ServerResponse, url: TrackerUrl): void {
    if (url.action === 'media' && request.method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT).end()
      return
    }
    if (request.method !== 'GET' && !(url.action === 'media' && request.method === 'HEAD')) {
      response.writeHead(405, { 'Allow': 'GET', 'Content-Length': 0 }).end()
      return
    }
    const address = this.#addressOf(request)
    if (url.action === 'media') {
      this.#media
        .serve(request, response, { ...url, address })
        .catch((error) => this.#fail(response, error))
      return
    }
    try {
      const answer =
        url.action === 'announce'
          ? this.#answerer.announce(url.token, url.query, address)
          : this.#answerer.scrape(url.token, url.query, address)
      if (typeof answer === 'string') reply(response, answer)
      else
        answer.then((late) => reply(response, late)).catch((error) => this.#fail(response, error))
    } catch (error) {
      this.#fail(response, error)
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, token: string | null): void {
    socket.on('error', () => socket.destroy())
    this.#signalling.upgrade(request, socket, head, { token, address: this.#addressOf(request) })
  }

  #fail(response: ServerResponse, error: unknown): void {
    this.#options.onError(error)
    if (response.headersSent) response.destroy()
    else reply(response, encodeFailure('erreur du service / error of the service', 5))
  }
}

/** One write: the head and a latin1 body leave together. */
function reply(response: ServerResponse, answer: string): void {
  response.writeHead(200, [
    'Content-Type',
    'text/plain',
    'Content-Length',
    String(answer.length),
    'Cache-Control',
    'no-store',
  ])
  response.end(answer, 'latin1')
}
