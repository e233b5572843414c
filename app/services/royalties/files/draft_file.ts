import { createHash, randomBytes, type Hash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import royaltiesConfig from '#config/royalties'
import type { ByteSink } from '#services/royalties/allocation/byte_io'

export type WrittenFile = { bytes: number; sha256: string }

/**
 * A file that appears whole or not at all: it is written under another name and renamed. A worker
 * that dies leaves a draft that nobody reads.
 */
export class DraftFile implements ByteSink {
  readonly #path: string
  readonly #draft: string
  readonly #descriptor: number
  readonly #digest: Hash | null
  #pending: Buffer = Buffer.allocUnsafe(royaltiesConfig.fileBufferBytes)
  #waiting = 0
  #bytes = 0

  /** @param options.hashed false for a part that nothing will compare (its sha256 is then empty) */
  constructor(path: string, { hashed = true } = {}) {
    this.#path = path
    this.#digest = hashed ? createHash('sha256') : null
    this.#draft = `${path}.draft-${randomBytes(6).toString('hex')}`
    mkdirSync(dirname(path), { recursive: true })
    this.#descriptor = openSync(this.#draft, 'wx')
  }

  /** How many bytes it holds so far. */
  get length(): number {
    return this.#bytes
  }

  write(bytes: Uint8Array): void {
    this.#digest?.update(bytes)
    this.#bytes += bytes.length
    if (this.#waiting + bytes.length > this.#pending.length) this.#flush()
    if (bytes.length > this.#pending.length) return this.#writeAll(bytes)
    this.#pending.set(bytes, this.#waiting)
    this.#waiting += bytes.length
  }

  text(text: string): this {
    this.write(Buffer.from(text))
    return this
  }

  /** Puts the file in its place. `durable` waits for the disk. */
  publish({ durable = false } = {}): WrittenFile {
    this.#flush()
    if (durable) fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
    renameSync(this.#draft, this.#path)
    return { bytes: this.#bytes, sha256: this.#digest?.digest('hex') ?? '' }
  }

  discard(): void {
    closeSync(this.#descriptor)
    rmSync(this.#draft, { force: true })
  }

  #flush(): void {
    if (this.#waiting > 0) this.#writeAll(this.#pending.subarray(0, this.#waiting))
    this.#waiting = 0
  }

  #writeAll(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at)
  }
}

/** Writes a file from chunks. */
export async function writeWhole(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: { header?: string; durable?: boolean } = {}
): Promise<WrittenFile> {
  const file = new DraftFile(path)
  try {
    if (options.header) file.text(options.header)
    for await (const chunk of chunks) file.write(chunk)
    return file.publish(options)
  } catch (error) {
    file.discard()
    throw error
  }
}

/** Several files one after the other, as chunks. */
export async function* chunksOf(paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) {
    for await (const chunk of createReadStream(path, {
      highWaterMark: royaltiesConfig.fileBufferBytes,
    })) {
      yield chunk as Uint8Array
    }
  }
}
