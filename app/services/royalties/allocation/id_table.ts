/** The longest id that a frozen input may hold, in bytes. */
export const LONGEST_ID = 64

/**
 * Ids as small numbers. Their bytes lie one after the other in one buffer, so that a row of usage
 * costs no text and no object.
 */
export class IdTable {
  size = 0
  #slots = new Int32Array(4096).fill(-1)
  #hashes = new Int32Array(2048)
  #starts = new Int32Array(2049)
  #bytes = new Uint8Array(2048 * 36)

  /** The number of an id given as bytes, with the hash that `hashBytes` gives; adds it when new. */
  intern(source: Uint8Array, from: number, to: number, hash: number): number {
    const mask = this.#slots.length - 1
    let slot = scatter(hash) & mask
    for (;;) {
      const index = this.#slots[slot]
      if (index < 0) return this.#insert(slot, source, from, to, hash)
      if (this.#hashes[index] === hash && this.#equals(index, source, from, to)) return index
      slot = (slot + 1) & mask
    }
  }

  internText(id: string): number {
    const bytes = Buffer.from(id, 'latin1')
    return this.intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length))
  }

  text(index: number): string {
    return Buffer.from(this.#bytes.buffer, this.#starts[index], this.length(index)).toString('latin1')
  }

  length(index: number): number {
    return this.#starts[index + 1] - this.#starts[index]
  }

  /** Copies an id's bytes into a target and gives the position after them. */
  copyTo(index: number, target: Uint8Array, at: number): number {
    const bytes = this.#bytes
    const end = this.#starts[index + 1]
    let to = at
    for (let from = this.#starts[index]; from < end; from++) target[to++] = bytes[from]
    return to
  }

  /** Orders an id of this table against another's, as bytes. */
  compare(index: number, other: number): number {
    const bytes = this.#bytes
    const shorter = Math.min(this.length(index), this.length(other))
    const a = this.#starts[index]
    const b = this.#starts[other]
    for (let at = 0; at < shorter; at++) {
      const difference = bytes[a + at] - bytes[b + at]
      if (difference !== 0) return difference
    }
    return this.length(index) - this.length(other)
  }

  /** All numbers in the byte order of their ids. */
  sorted(): Int32Array {
    const order = Int32Array.from({ length: this.size }, (_, index) => index)
    return order.sort((a, b) => this.compare(a, b))
  }

  #equals(index: number, source: Uint8Array, from: number, to: number): boolean {
    const bytes = this.#bytes
    const start = this.#starts[index]
    if (this.#starts[index + 1] - start !== to - from) return false
    for (let at = from, own = start; at < to; at++, own++) {
      if (bytes[own] !== source[at]) return false
    }
    return true
  }

  #insert(slot: number, source: Uint8Array, from: number, to: number, hash: number): number {
    const index = this.size++
    const start = this.#starts[index]
    if (start + to - from > this.#bytes.length) this.#bytes = doubled(this.#bytes, Uint8Array)
    for (let at = from, own = start; at < to; at++, own++) this.#bytes[own] = source[at]
    this.#starts[index + 1] = start + to - from
    this.#hashes[index] = hash
    this.#slots[slot] = index
    if (this.size === this.#hashes.length) this.#grow()
    return index
  }

  #grow(): void {
    this.#hashes = doubled(this.#hashes, Int32Array)
    this.#starts = doubled(this.#starts, Int32Array)
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1)
    const mask = this.#slots.length - 1
    for (let index = 0; index < this.size; index++) {
      let slot = scatter(this.#hashes[index]) & mask
      while (this.#slots[slot] >= 0) slot = (slot + 1) & mask
      this.#slots[slot] = index
    }
  }
}

/** The hash that `RowCursor` computes while it reads an id (FNV-1a). */
export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = HASH_START
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at], HASH_PRIME)
  return hash
}

export const HASH_START = 0x811c9dc5 | 0
export const HASH_PRIME = 0x01000193

/** Spreads the hash over its low bits, which choose the slot. */
function scatter(hash: number): number {
  return hash ^ (hash >>> 15)
}

function doubled<T extends Uint8Array | Int32Array>(array: T, Type: new (size: number) => T): T {
  const grown = new Type(array.length * 2)
  grown.set(array)
  return grown
}
