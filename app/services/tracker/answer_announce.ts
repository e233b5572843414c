import { type AnnounceGate, type Refusal } from '#services/tracker/announce_gate'
import { addressBytes, portBytes } from '#services/tracker/client_address'
import type { Directory, TokenEntry, TorrentEntry } from '#services/tracker/directory'
import { encodeAnnounce, encodeFailure, encodeScrape } from '#services/tracker/encode_answer'
import { parseAnnounce, parseScrape, type AnnounceRequest } from '#services/tracker/parse_announce'
import type { PeerMeter } from '#services/tracker/meter_peer'
import type { Peer, Swarm, SwarmStore } from '#services/tracker/swarm_store'
import type { UsageMeter } from '#services/tracker/usage_meter'
import type { TrackerConfig } from '#config/tracker'

/** A bencoded answer, one character per byte. */
type Answer = string

interface Parts {
  swarms: SwarmStore
  gate: AnnounceGate
  meter: UsageMeter
  directory: Directory
  config: TrackerConfig
  now: () => number
  /** Peers of the same torrent that came over WebSocket. */
  webPeers: (infoHashHex: string) => { complete: number; incomplete: number }
  onError: (error: unknown) => void
}

interface Served {
  request: AnnounceRequest
  token: TokenEntry | null
  torrent: TorrentEntry
  address: string
  swarm: Swarm
  key: string
}

const NO_PEERS = { ipv4: '', ipv6: '' }

/**
 * Answers HTTP announces and scrapes. The path that everyday announces take, of a peer that is
 * known with a token that is known, runs without a promise.
 */
export class AnnounceAnswerer {
  constructor(private readonly parts: Parts) {}

  announce(token: string | null, query: string, address: string): Answer | Promise<Answer> {
    const request = parseAnnounce(query, this.parts.config.maxNumwant)
    if (typeof request === 'string') return encodeFailure(request)
    const { entry, torrent } = this.parts.gate.find(token, request.infoHash)
    if (entry instanceof Promise || torrent instanceof Promise) {
      return this.#guarded(
        Promise.all([entry, torrent]).then(([foundToken, foundTorrent]) =>
          this.#serve(request, token, foundToken, foundTorrent, address)
        )
      )
    }
    return this.#serve(request, token, entry, torrent, address)
  }

  #serve(
    request: AnnounceRequest,
    tokenText: string | null,
    token: TokenEntry | null,
    torrent: TorrentEntry | null,
    address: string
  ): Answer | Promise<Answer> {
    const { gate, swarms, meter } = this.parts
    const refusal =
      (tokenText === null ? gate.checkAnonymous(address) : gate.checkToken(token, address)) ??
      gate.checkTorrent(torrent, token) ??
      (token && !meter.accepts ? gate.unavailable : null)
    if (refusal) return fail(refusal)
    const served: Served = {
      request,
      token,
      torrent: torrent!,
      address,
      swarm: swarms.findOrCreate(request.infoHash),
      // Without a token the address stands in, so that nobody speaks for somebody else.
      key: `${token ? token.id : address}|${request.peerId}`,
    }
    const peer = served.swarm.get(served.key)
    if (!token) return this.#answer(served, peer, null)
    if (!peer?.meter) return this.#guarded(this.#meet(served))
    return this.#meterKnown(served, peer, peer.meter)
  }

  /** A peer with a token that this process meets for the first time. */
  async #meet(served: Served): Promise<Answer> {
    const { request, token, torrent, address } = served
    const metered = { token: token!, torrent, peerId: request.peerId }
    const fresh = await this.parts.meter.begin(metered, {
      uploaded: request.uploaded,
      downloaded: request.downloaded,
      left: request.left,
      event: request.event,
      address,
      port: request.port,
    })
    // Its other announce, over the other address family, may have been quicker.
    const peer = served.swarm.get(served.key)
    const meter = peer?.meter ?? fresh
    await this.parts.meter.meter(metered, meter, request)
    return this.#answer(served, served.swarm.get(served.key), meter)
  }

  #meterKnown(served: Served, peer: Peer, meter: PeerMeter): Answer | Promise<Answer> {
    const { request, token, torrent } = served
    const completes = request.left === 0n && meter.seenIncomplete && !meter.completed
    if (!completes && this.#isDuplicate(served, peer)) {
      return this.#answer(
        served,
        peer,
        meter,
        'annonce repetee trop tot : non comptee / repeated too soon: not counted'
      )
    }
    const metered = { token: token!, torrent, peerId: request.peerId }
    const durable = this.parts.meter.meter(metered, meter, request)
    if (!durable) return this.#answer(served, peer, meter)
    return this.#guarded(
      durable.then(() => this.#answer(served, served.swarm.get(served.key), meter))
    )
  }

  #isDuplicate({ request, address }: Served, peer: Peer): boolean {
    return (
      peer.lastEvent === request.event &&
      peer.lastOverIpv6 === address.includes(':') &&
      peer.seeder === (request.left === 0n) &&
      this.parts.now() - peer.meteredAt < this.parts.config.duplicateLockSeconds * 1000
    )
  }

  #answer(
    served: Served,
    known: Peer | undefined,
    meter: PeerMeter | null,
    warning?: string
  ): Answer {
    const { request, swarm, torrent, address } = served
    const { config } = this.parts
    const bytes = addressBytes(address)
    const seeder = request.left === 0n
    if (request.event === 'stopped') {
      if (known) swarm.remove(known)
    } else {
      this.#seat(served, known, meter, bytes, warning === undefined)
    }
    const web = this.parts.webPeers(torrent.infoHashHex)
    const numwant = request.event === 'stopped' ? 0 : request.numwant
    const asking = { peerId: request.peerId, seeder }
    return encodeAnnounce({
      complete: swarm.seeders.length + web.complete,
      incomplete: swarm.leechers.length + web.incomplete,
      interval:
        config.intervalSeconds + Math.floor(Math.random() * (config.intervalJitterSeconds + 1)),
      minInterval: Math.min(config.minIntervalSeconds, config.intervalSeconds),
      externalIp: bytes,
      peers:
        numwant === 0
          ? NO_PEERS
          : request.compact
            ? swarm.compactPeers(asking, numwant)
            : swarm.dictionaryPeers(asking, numwant, !request.noPeerId),
      warning,
    })
  }

  /** Takes the peer's place in the swarm up to date. */
  #seat(
    { request, swarm, key, address }: Served,
    known: Peer | undefined,
    meter: PeerMeter | null,
    bytes: string,
    metered: boolean
  ): void {
    const now = this.parts.now()
    const seeder = request.left === 0n
    const overIpv6 = address.includes(':')
    let peer = known
    if (!peer) {
      peer = {
        key,
        peerId: request.peerId,
        seeder,
        index: 0,
        ipv4: '',
        ipv6: '',
        seenAt: now,
        meter,
        lastEvent: request.event,
        lastOverIpv6: overIpv6,
        meteredAt: now,
      }
      this.parts.swarms.add(swarm, peer)
    } else {
      swarm.setSeeder(peer, seeder)
      peer.seenAt = now
      peer.lastEvent = request.event
      peer.lastOverIpv6 = overIpv6
      if (metered) peer.meteredAt = now
    }
    if (bytes.length === 4) peer.ipv4 = bytes + portBytes(request.port)
    else if (bytes.length === 16) peer.ipv6 = bytes + portBytes(request.port)
  }

  /** Scrapes only what is named, and with a token only that token's work (P6). */
  async scrape(token: string | null, query: string, address: string): Promise<Answer> {
    const hashes = parseScrape(query)
    if (typeof hashes === 'string') return encodeFailure(hashes)
    return this.#guarded(this.#scrape(token, hashes, address))
  }

  async #scrape(token: string | null, hashes: string[], address: string): Promise<Answer> {
    const { gate, directory, swarms, config } = this.parts
    const entry = token === null ? null : await directory.token(token)
    const refusal = token === null ? gate.checkAnonymous(address) : gate.checkToken(entry, address)
    if (refusal) return fail(refusal)
    const found = await Promise.all(hashes.map((hash) => directory.torrent(hash)))
    const torrents = found.filter((torrent) => !gate.checkTorrent(torrent, entry)) as TorrentEntry[]
    if (torrents.length === 0) return fail(gate.checkTorrent(found[0], entry)!)
    await directory.countDownloads(torrents)
    return encodeScrape(
      torrents.map((torrent) => {
        const swarm = swarms.find(torrent.infoHash)
        const web = this.parts.webPeers(torrent.infoHashHex)
        return {
          infoHash: torrent.infoHash,
          complete: (swarm?.seeders.length ?? 0) + web.complete,
          incomplete: (swarm?.leechers.length ?? 0) + web.incomplete,
          downloaded: torrent.downloaded,
        }
      }),
      config.minIntervalSeconds
    )
  }

  /** The database being away is a reason to come back later, never a half-counted use. */
  async #guarded(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer
    } catch (error) {
      this.parts.onError(error)
      return fail(this.parts.gate.unavailable)
    }
  }
}

function fail(refusal: Refusal): Answer {
  return encodeFailure(refusal.reason, refusal.retryIn)
}
