import { GroupCommit } from '#services/tracker/group_commit'
import { advance, beginMeter, observe, type Counters } from '#services/tracker/meter_peer'
import type { PeerMeter } from '#services/tracker/meter_peer'
import { recordCompletions, type Completion } from '#services/tracker/record_completions'
import { recordSightings, type Sighting } from '#services/tracker/record_sightings'
import type { DeltaQueue } from '#services/tracker/delta_queue'
import type { TokenEntry, TorrentEntry } from '#services/tracker/directory'
import type { SqlDatabase } from '#services/tracker/sql_database'
import type { TrackerConfig } from '#config/tracker'
import type { Clock } from '#values/clock'

type MeterConfig = Pick<
  TrackerConfig,
  'groupCommitDelayMs' | 'groupCommitMaxBatch' | 'maxWaitingWrites' | 'databaseTimeoutMs'
>

export interface MeteredPeer {
  token: TokenEntry
  torrent: TorrentEntry
  /** 20 characters, one per byte. */
  peerId: string
}

/**
 * Counts what the announces of tokens say. HTTP and WebSocket share it: a peer means the same on
 * both. A completion is answered only once it is durable; a first sighting too, since a
 * completion rests on it. Bytes are statistics and follow within a second.
 */
export class UsageMeter {
  readonly #completions: GroupCommit<Completion, boolean>
  readonly #sightings: GroupCommit<Sighting, boolean>

  constructor(
    database: SqlDatabase,
    clock: Clock,
    private readonly deltas: DeltaQueue,
    private readonly config: MeterConfig
  ) {
    const batch = {
      delayMs: config.groupCommitDelayMs,
      maxBatch: config.groupCommitMaxBatch,
      maxWaiting: config.maxWaitingWrites,
    }
    this.#completions = new GroupCommit(batch, (completions) =>
      database.transaction((client) => recordCompletions(client, { completions, clock }))
    )
    this.#sightings = new GroupCommit(batch, (sightings) =>
      database.transaction((client) =>
        recordSightings(client, { sightings, at: clock.now().toJSDate() })
      )
    )
  }

  /** False when so much waits for the database that nothing more can be taken in. */
  get accepts(): boolean {
    return !this.deltas.isFull
  }

  /**
   * Begins with a peer that this process does not know.
   *
   * @throws when the database does not answer: nothing was counted
   */
  async begin(
    peer: MeteredPeer,
    now: Counters & { address: string; port: number }
  ): Promise<PeerMeter> {
    const seenBefore = await this.#inTime(
      this.#sightings.add({
        tokenId: peer.token.id,
        infoHash: peer.torrent.infoHash,
        peerId: peer.peerId,
        left: now.left,
        address: now.address,
        port: now.port,
      })
    )
    return beginMeter(now, seenBefore)
  }

  /**
   * Takes an announce into account. A promise is given back only when the announce completes the
   * work: it resolves once the completion is durable.
   *
   * @throws (by the promise) when the database does not answer: nothing was counted, and the
   *   client's next announce will say the same again
   */
  meter(peer: MeteredPeer, meter: PeerMeter, now: Counters): void | Promise<void> {
    if (!observe(meter, now).completes) {
      this.#count(peer, meter, now, false)
      return
    }
    return this.#inTime(
      this.#completions.add({
        tokenId: peer.token.id,
        subscriberId: peer.token.subscriberId,
        workId: peer.token.workId,
        evidence: 'announce',
      })
    ).then(() => this.#count(peer, meter, now, true))
  }

  /** A download that our own server observed from the first byte to the last. */
  recordServed(token: TokenEntry): Promise<boolean> {
    return this.#completions.add({
      tokenId: token.id,
      subscriberId: token.subscriberId,
      workId: token.workId,
      evidence: 'server',
    })
  }

  async drain(): Promise<void> {
    await Promise.all([this.#completions.drain(), this.#sightings.drain()])
  }

  #count(peer: MeteredPeer, meter: PeerMeter, now: Counters, completed: boolean): void {
    // Looked at again: another announce of the same peer may have been counted meanwhile.
    const { uploadedDelta, downloadedDelta } = observe(meter, now)
    if (uploadedDelta > 0n || downloadedDelta > 0n) {
      this.deltas.push({
        tokenId: peer.token.id,
        infoHashHex: peer.torrent.infoHashHex,
        peerId: peer.peerId,
        uploaded: uploadedDelta,
        downloaded: downloadedDelta,
        left: now.left,
      })
    }
    advance(meter, now, completed)
  }

  async #inTime<T>(promise: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error('the database did not answer in time')),
        this.config.databaseTimeoutMs
      )
    })
    try {
      return await Promise.race([promise, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
