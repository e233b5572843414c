import type { SqlClient, SqlDatabase } from '#services/tracker/sql_database'
import { from as copyFrom } from 'pg-copy-streams'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'

export interface TransferDelta {
  tokenId: string
  infoHashHex: string
  /** 20 characters, one per byte. */
  peerId: string
  uploaded: bigint
  downloaded: bigint
  left: bigint
}

const SLICE_CHARS = 16 * 1024

/**
 * Transfers waiting to be appended by COPY, a line each. Bounded: when the database has been away
 * for too long the announce is refused, and since counters are cumulative the next one carries
 * what this one would have.
 */
export class DeltaQueue {
  #lines: string[] = []
  #flushing: Promise<void> | null = null
  #stamp = ''

  constructor(
    private readonly database: SqlDatabase,
    private readonly options: { maxRows: number; now: () => Date }
  ) {
    this.tick()
  }

  /** Renews the timestamp that the next lines carry: once a second is precise enough. */
  tick(): void {
    this.#stamp = this.options.now().toISOString()
  }

  get isFull(): boolean {
    return this.#lines.length >= this.options.maxRows
  }

  get size(): number {
    return this.#lines.length
  }

  push(delta: TransferDelta): void {
    const peer = Buffer.from(delta.peerId, 'latin1').toString('hex')
    this.#lines.push(
      `${this.#stamp}\t${delta.tokenId}\t\\\\x${delta.infoHashHex}\t\\\\x${peer}\t` +
        `${delta.uploaded}\t${delta.downloaded}\t${delta.left}\n`
    )
  }

  /** Appends all that waits; what could not be written waits again. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => (this.#flushing = null))
    return this.#flushing
  }

  async #flush(): Promise<void> {
    this.tick()
    if (this.#lines.length === 0) return
    const lines = this.#lines
    this.#lines = []
    try {
      await this.database.transaction((client) => copyLines(client, lines))
    } catch (error) {
      this.#lines = lines.concat(this.#lines)
      throw error
    }
  }
}

/** Writes in small slices and gives the event loop back between them: announces do not wait. */
async function copyLines(client: SqlClient, lines: string[]): Promise<void> {
  const stream = client.query(
    copyFrom(
      `COPY transfer_deltas (at, token_id, info_hash, peer_id, uploaded, downloaded, left_bytes)
         FROM STDIN`
    )
  )
  const done = finished(stream)
  done.catch(() => {})
  let slice = ''
  for (const line of lines) {
    slice += line
    if (slice.length < SLICE_CHARS) continue
    if (!stream.write(slice, 'latin1')) await Promise.race([once(stream, 'drain'), done])
    slice = ''
    await nextTurn()
  }
  stream.end(slice, 'latin1')
  await done
}
