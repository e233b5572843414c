import { BLOCK_BYTES, LANES, MESSAGES_AT, STATE_AT, sha256Module } from './sha256_wasm.js'

/** What padding adds at least: the byte 0x80 and the length in 8 bytes. */
const PADDING_BYTES = 9
const WORDS = 8

type Exports = { memory: WebAssembly.Memory; hash(stride: number, blocks: number): void }

let compiled: WebAssembly.Module | undefined

/**
 * SHA-256 for the draws of the allocation rule.
 *
 * A month draws millions of times on keys of under a hundred bytes. At that length a call into
 * OpenSSL costs more than the hashing itself, so that four keys are hashed by one call, in place on
 * reused memory. The tests hold it against node:crypto.
 */
export class TieHash {
  /** The places of four keys, one after the other. Write the first from byte 0. */
  readonly bytes: Uint8Array
  /** The same bytes. */
  readonly view: DataView
  /** Bytes from one key's place to the next. */
  readonly stride: number
  /** The digests: of each word the four keys'. */
  readonly #words: Uint32Array
  readonly #hash: Exports['hash']
  /** How long each place's last key was: what lies after it is clean. */
  readonly #lengths = new Int32Array(LANES)

  constructor(longestKey: number) {
    compiled ??= new WebAssembly.Module(sha256Module())
    const { memory, hash } = new WebAssembly.Instance(compiled).exports as Exports
    this.stride = blocksOf(longestKey) * BLOCK_BYTES
    this.bytes = new Uint8Array(memory.buffer, MESSAGES_AT, LANES * this.stride)
    this.view = new DataView(memory.buffer, MESSAGES_AT, LANES * this.stride)
    this.#words = new Uint32Array(memory.buffer, STATE_AT, WORDS * LANES)
    this.#hash = hash
  }

  /** Gives all places the first bytes of the first one. */
  spread(length: number): void {
    for (let lane = 1; lane < LANES; lane++) this.bytes.copyWithin(lane * this.stride, 0, length)
  }

  /**
   * Ends a key of `length` bytes; up to seven bytes after it may have been written to, if with 0.
   *
   * @returns how many blocks it takes
   */
  end(lane: number, length: number): number {
    const blocks = blocksOf(length)
    const end = blocks * BLOCK_BYTES
    if (end > this.stride) throw new RangeError('The key is longer than its buffer')
    const from = lane * this.stride
    if (this.#lengths[lane] !== length) {
      this.bytes.fill(0, from + length, from + end)
      this.#lengths[lane] = length
    }
    this.bytes[from + length] = 0x80
    this.view.setUint32(from + end - 4, length * 8)
    return blocks
  }

  /** Hashes the keys in all four places, each of as many blocks. */
  digestAll(blocks: number): void {
    this.#hash(this.stride, blocks)
  }

  /** Hashes the first `length` bytes of the first place. */
  digest(length: number): void {
    this.digestAll(this.end(0, length))
  }

  /** The first 53 bits of a digest: orders all keys but those that a full compare must. */
  leading(lane = 0): number {
    return this.#words[lane] * 2 ** 21 + (this.#words[LANES + lane] >>> 11)
  }

  hex(lane = 0): string {
    let text = ''
    for (let word = 0; word < WORDS; word++) {
      text += this.#words[word * LANES + lane].toString(16).padStart(8, '0')
    }
    return text
  }
}

function blocksOf(length: number): number {
  return Math.ceil((length + PADDING_BYTES) / BLOCK_BYTES)
}
