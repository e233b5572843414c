import type { PeerMeter } from '#services/tracker/meter_peer'
import type { DictionaryPeer, PeerList } from '#services/tracker/encode_answer'
import type { AnnounceEvent } from '#services/tracker/parse_announce'

/**
 * The swarms of HTTP clients, kept compact: addresses are held in the very bytes of the answer,
 * so that an answer is a walk over at most `numwant` peers, whatever the size of the swarm.
 */
export interface Peer {
  /** Token and peer_id: who this is. */
  key: string
  peerId: string
  seeder: boolean
  /** Position in its list, for removal in constant time. */
  index: number
  /** 6 characters, or '' when it never announced over IPv4. */
  ipv4: string
  /** 18 characters, or ''. */
  ipv6: string
  /** Milliseconds of the process clock. */
  seenAt: number
  meter: PeerMeter | null
  lastEvent: AnnounceEvent
  lastOverIpv6: boolean
  /** When the last announce was metered, for the duplicate lock. */
  meteredAt: number
}

export class Swarm {
  readonly peers = new Map<string, Peer>()
  readonly seeders: Peer[] = []
  readonly leechers: Peer[] = []

  get(key: string): Peer | undefined {
    return this.peers.get(key)
  }

  add(peer: Peer): void {
    this.peers.set(peer.key, peer)
    const list = peer.seeder ? this.seeders : this.leechers
    peer.index = list.push(peer) - 1
  }

  remove(peer: Peer): void {
    if (!this.peers.delete(peer.key)) return
    this.#unlist(peer)
  }

  setSeeder(peer: Peer, seeder: boolean): void {
    if (peer.seeder === seeder) return
    this.#unlist(peer)
    peer.seeder = seeder
    const list = seeder ? this.seeders : this.leechers
    peer.index = list.push(peer) - 1
  }

  #unlist(peer: Peer): void {
    const list = peer.seeder ? this.seeders : this.leechers
    const last = list.pop()!
    if (last === peer) return
    list[peer.index] = last
    last.index = peer.index
  }

  /**
   * Up to `numwant` other peers, from a random place on. A seeder has no use for seeders; nobody
   * is given himself, also not under his other address.
   */
  pick(asking: { peerId: string; seeder: boolean }, numwant: number): Peer[] {
    const picked: Peer[] = []
    walk(this.leechers, asking.peerId, numwant, picked)
    if (!asking.seeder) walk(this.seeders, asking.peerId, numwant, picked)
    return picked
  }

  compactPeers(asking: { peerId: string; seeder: boolean }, numwant: number): PeerList {
    let ipv4 = ''
    let ipv6 = ''
    for (const peer of this.pick(asking, numwant)) {
      ipv4 += peer.ipv4
      ipv6 += peer.ipv6
    }
    return { ipv4, ipv6 }
  }

  dictionaryPeers(
    asking: { peerId: string; seeder: boolean },
    numwant: number,
    withIds: boolean
  ): DictionaryPeer[] {
    return this.pick(asking, numwant).map((peer) => ({
      id: withIds ? peer.peerId : null,
      ...readable(peer.ipv4 || peer.ipv6),
    }))
  }
}

function walk(list: Peer[], ownPeerId: string, numwant: number, picked: Peer[]): void {
  const size = list.length
  if (size === 0) return
  let at = Math.floor(Math.random() * size)
  for (let i = 0; i < size && picked.length < numwant; i++) {
    const peer = list[at]
    if (++at === size) at = 0
    if (peer.peerId !== ownPeerId) picked.push(peer)
  }
}

function readable(compact: string): { address: string; port: number } {
  const code = (at: number) => compact.charCodeAt(at)
  const end = compact.length
  const port = code(end - 2) * 256 + code(end - 1)
  if (end === 6) return { address: [0, 1, 2, 3].map(code).join('.'), port }
  const words = [0, 2, 4, 6, 8, 10, 12, 14]
  return {
    address: words.map((at) => (code(at) * 256 + code(at + 1)).toString(16)).join(':'),
    port,
  }
}

export class SwarmStore {
  readonly #swarms = new Map<string, Swarm>()
  readonly #maxPeersPerSwarm: number

  constructor(options: { maxPeersPerSwarm: number }) {
    this.#maxPeersPerSwarm = options.maxPeersPerSwarm
  }

  find(infoHash: string): Swarm | undefined {
    return this.#swarms.get(infoHash)
  }

  findOrCreate(infoHash: string): Swarm {
    let swarm = this.#swarms.get(infoHash)
    if (!swarm) this.#swarms.set(infoHash, (swarm = new Swarm()))
    return swarm
  }

  /** Adds a peer; in a full swarm the longest silent of a few takes its leave first. */
  add(swarm: Swarm, peer: Peer): void {
    if (swarm.peers.size >= this.#maxPeersPerSwarm) {
      let oldest: Peer | undefined
      let looked = 0
      // A Map keeps the order of arrival: its head holds the likeliest to be gone.
      for (const candidate of swarm.peers.values()) {
        if (!oldest || candidate.seenAt < oldest.seenAt) oldest = candidate
        if (++looked === 8) break
      }
      if (oldest) swarm.remove(oldest)
    }
    swarm.add(peer)
  }

  get size(): number {
    return this.#swarms.size
  }

  countPeers(): number {
    let count = 0
    for (const swarm of this.#swarms.values()) count += swarm.peers.size
    return count
  }

  /**
   * Forgets peers unheard of since `before` and swarms left empty. Gives the info-hash of each
   * swarm looked at: the caller decides how much to do before giving the event loop back.
   */
  *prune(before: number): Generator<string> {
    for (const [infoHash, swarm] of this.#swarms) {
      for (const peer of swarm.peers.values()) {
        if (peer.seenAt < before) swarm.remove(peer)
      }
      if (swarm.peers.size === 0) this.#swarms.delete(infoHash)
      yield infoHash
    }
  }
}
