/** The longest id that a frozen input may hold, in bytes. */
export const LONGEST_ID = 64

/** Ids to intern at once: where they lie, their hashes, and then their numbers. */
export class IdBatch {
  count = 0
  readonly from: Int32Array
  readonly to: Int32Array
  readonly hash: Int32Array
  readonly index: Int32Array
  /** Keeps the reads that warm the caches from being optimised away. */
  touched = 0

  constructor(readonly capacity: number) {
    this.from = new Int32Array(capacity)
    this.to = new Int32Array(capacity)
    this.hash = new Int32Array(capacity)
    this.index = new Int32Array(capacity)
  }
}

/**
 * Ids as small numbers. The bytes of each id have a place of 64 bytes, one cache line, in one
 * buffer, so that a row of usage costs no text, no object, and few trips to memory.
 */
export class IdTable {
  size = 0
  /** Pairs: hash, number of the id plus one (0 is free). Open addressing, at most half full. */
  #slots = new Int32Array(2 * 4096)
  #lengths = new Uint8Array(2048)
  #bytes = new Uint8Array(2048 * LONGEST_ID)
  /** The same places, eight bytes at a time. Bytes of ids are ASCII, so that none is a NaN. */
  #doubles = new Float64Array(this.#bytes.buffer)

  /** The number of an id given as bytes, with the hash that `hashBytes` gives; adds it when new. */
  intern(source: Uint8Array, from: number, to: number, hash: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = placeOf(hash) & mask
    for (;;) {
      const index = slots[slot + 1] - 1
      if (index < 0) return this.#insert(slot, source, from, to, hash)
      if (slots[slot] === hash && this.#equals(index, source, from, to)) return index
      slot = (slot + 2) & mask
    }
  }

  /**
   * Interns a batch. The same as `intern` for each, in passes of which each waits for one kind of
   * memory: in a table of a hundred thousand ids, nearly every look-up misses the caches, and short
   * loops without dependencies let the processor have many of these waits at once.
   */
  internAll(source: Uint8Array, batch: IdBatch): void {
    const { count, from, to, hash, index } = batch
    const slots = this.#slots
    const mask = slots.length - 1
    for (let at = 0; at < count; at++) {
      const slot = placeOf(hash[at]) & mask
      index[at] = slots[slot] === hash[at] ? slots[slot + 1] - 1 : -1
    }
    const bytes = this.#bytes
    let touched = 0
    for (let at = 0; at < count; at++) {
      if (index[at] >= 0) touched += bytes[index[at] * LONGEST_ID]
    }
    batch.touched = touched
    for (let at = 0; at < count; at++) {
      if (index[at] < 0 || !this.#equals(index[at], source, from[at], to[at])) {
        index[at] = this.intern(source, from[at], to[at], hash[at])
      }
    }
  }

  /**
   * Adds an id that is known to be new and that nobody will look up, where it lies eight bytes at a
   * time: the works of packed units are each there once, and have their numbers already.
   */
  append(source: Float64Array, from: number, length: number): number {
    const index = this.size++
    const doubles = this.#doubles
    const own = index * (LONGEST_ID / 8)
    for (let at = 0; at * 8 < length; at++) doubles[own + at] = source[from + at]
    this.#lengths[index] = length
    if (this.size === this.#lengths.length) this.#lengthen(this.size * 2)
    return index
  }

  /** Makes room for ids that `append` will add. */
  reserve(count: number): void {
    if (count >= this.#lengths.length) this.#lengthen(count + 1)
  }

  internText(id: string): number {
    const bytes = Buffer.from(id, 'latin1')
    return this.intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length))
  }

  text(index: number): string {
    const start = index * LONGEST_ID
    return Buffer.from(this.#bytes.buffer, start, this.#lengths[index]).toString('latin1')
  }

  /** Where an id lies, eight bytes at a time, and how many bytes it has; good until an id is added. */
  place(index: number): { doubles: Float64Array; length: number } {
    const from = index * (LONGEST_ID / 8)
    return {
      doubles: this.#doubles.subarray(from, from + LONGEST_ID / 8),
      length: this.#lengths[index],
    }
  }

  /**
   * Copies an id's bytes into a view, eight at a time, and gives the position after them; may write
   * up to seven bytes further.
   */
  copyInto(index: number, target: DataView, at: number): number {
    const doubles = this.#doubles
    const length = this.#lengths[index]
    for (let offset = 0, own = index * (LONGEST_ID / 8); offset < length; offset += 8, own++) {
      target.setFloat64(at + offset, doubles[own], true)
    }
    return at + length
  }

  /** All numbers in the byte order of their ids. */
  sorted(): Int32Array {
    const order = Int32Array.from({ length: this.size }, (_, index) => index)
    return order.sort((a, b) => this.#compare(a, b))
  }

  #compare(index: number, other: number): number {
    const bytes = this.#bytes
    const shorter = Math.min(this.#lengths[index], this.#lengths[other])
    const a = index * LONGEST_ID
    const b = other * LONGEST_ID
    for (let at = 0; at < shorter; at++) {
      const difference = bytes[a + at] - bytes[b + at]
      if (difference !== 0) return difference
    }
    return this.#lengths[index] - this.#lengths[other]
  }

  #equals(index: number, source: Uint8Array, from: number, to: number): boolean {
    const bytes = this.#bytes
    if (this.#lengths[index] !== to - from) return false
    for (let at = from, own = index * LONGEST_ID; at < to; at++, own++) {
      if (bytes[own] !== source[at]) return false
    }
    return true
  }

  #insert(slot: number, source: Uint8Array, from: number, to: number, hash: number): number {
    const index = this.size++
    const start = index * LONGEST_ID
    for (let at = from, own = start; at < to; at++, own++) this.#bytes[own] = source[at]
    this.#lengths[index] = to - from
    this.#slots[slot] = hash
    this.#slots[slot + 1] = index + 1
    if (this.size === this.#lengths.length) this.#grow()
    return index
  }

  #lengthen(count: number): void {
    const lengths = new Uint8Array(count)
    lengths.set(this.#lengths)
    this.#lengths = lengths
    const bytes = new Uint8Array(count * LONGEST_ID)
    bytes.set(this.#bytes)
    this.#bytes = bytes
    this.#doubles = new Float64Array(bytes.buffer)
  }

  #grow(): void {
    this.#lengthen(this.#lengths.length * 2)
    const old = this.#slots
    const slots = new Int32Array(old.length * 2)
    const mask = slots.length - 1
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1] === 0) continue
      let slot = placeOf(old[from]) & mask
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask
      slots[slot] = old[from]
      slots[slot + 1] = old[from + 1]
    }
    this.#slots = slots
  }
}

/** The hash that `RowCursor` computes while it reads an id: h = 31 h + byte, short to compute. */
export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0
  for (let at = from; at < to; at++) hash = ((hash << 5) + (bytes[at] - hash)) | 0
  return hash
}

/** Mixes all bits of a hash into the low ones, which choose the slot; even, for slots are pairs. */
function placeOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return (mixed ^ (mixed >>> 15)) << 1
}
