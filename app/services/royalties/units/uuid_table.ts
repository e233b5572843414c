/** A place of 40 bytes for each text of 36, so that it starts on a double. */
export const TEXT_PLACE = 40
export const TEXT_LENGTH = 36
const WORDS = 4
const DIGITS = 1 << 16

/** UUIDs as small numbers in the order in which they came, held as four words each. */
export class UuidTable {
  size = 0
  words = new Int32Array(1024 * WORDS)
  /** Number of the uuid plus one, 0 is free; open addressing, at most half full. */
  #slots = new Int32Array(2048)

  /** The number of the uuid whose 16 bytes lie in the view; adds it when new. */
  intern(view: DataView, at: number): number {
    const a = view.getInt32(at)
    const b = view.getInt32(at + 4)
    const c = view.getInt32(at + 8)
    const d = view.getInt32(at + 12)
    const { words } = this
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = placeOf(a, b, c, d) & mask
    for (;;) {
      const index = slots[slot] - 1
      if (index < 0) return this.#insert(slot, a, b, c, d)
      const own = index * WORDS
      if (
        words[own + 3] === d &&
        words[own] === a &&
        words[own + 1] === b &&
        words[own + 2] === c
      ) {
        return index
      }
      slot = (slot + 1) & mask
    }
  }

  /** All numbers in the byte order of their uuids: by 16 bits at a time, the last ones first. */
  sorted(): Int32Array {
    const { size, words } = this
    let order = Int32Array.from({ length: size }, (_, index) => index)
    let next = new Int32Array(size)
    const places = new Int32Array(DIGITS + 1)
    for (let digit = 2 * WORDS - 1; digit >= 0; digit--) {
      const word = digit >> 1
      const shift = digit & 1 ? 0 : 16
      places.fill(0)
      for (let at = 0; at < size; at++) {
        places[((words[at * WORDS + word] >>> shift) & 0xffff) + 1]++
      }
      if (places.includes(size)) continue
      for (let at = 0; at < DIGITS; at++) places[at + 1] += places[at]
      for (let at = 0; at < size; at++) {
        const index = order[at]
        next[places[(words[index * WORDS + word] >>> shift) & 0xffff]++] = index
      }
      ;[order, next] = [next, order]
    }
    return order
  }

  /** The uuids in an order, 16 bytes each, as four words of the network's byte order. */
  bytes(order: Int32Array): Uint8Array {
    const view = new DataView(new ArrayBuffer(order.length * 16))
    for (const [at, index] of order.entries()) {
      for (let word = 0; word < WORDS; word++) {
        view.setInt32(at * 16 + word * 4, this.words[index * WORDS + word])
      }
    }
    return new Uint8Array(view.buffer)
  }

  #insert(slot: number, a: number, b: number, c: number, d: number): number {
    const index = this.size++
    if ((index + 1) * WORDS > this.words.length) {
      const words = new Int32Array(this.words.length * 2)
      words.set(this.words)
      this.words = words
    }
    const own = index * WORDS
    this.words[own] = a
    this.words[own + 1] = b
    this.words[own + 2] = c
    this.words[own + 3] = d
    this.#slots[slot] = index + 1
    if (this.size * 2 > this.#slots.length) this.#grow()
    return index
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    const { words } = this
    for (let index = 0; index < this.size; index++) {
      const own = index * WORDS
      let slot = placeOf(words[own], words[own + 1], words[own + 2], words[own + 3]) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    }
    this.#slots = slots
  }
}

/** Writes each uuid of 16 bytes as text, lower case with hyphens, in a place of 40 bytes. */
export function uuidTexts(uuids: Uint8Array): Uint8Array {
  const count = uuids.length / 16
  const texts = new Uint8Array(count * TEXT_PLACE)
  for (let index = 0; index < count; index++) {
    let at = index * TEXT_PLACE
    for (let byte = 0; byte < 16; byte++) {
      if (byte === 4 || byte === 6 || byte === 8 || byte === 10) texts[at++] = 0x2d
      const value = uuids[index * 16 + byte]
      texts[at++] = HEX.charCodeAt(value >>> 4)
      texts[at++] = HEX.charCodeAt(value & 15)
    }
  }
  return texts
}

/** The text of one uuid of a row of them. */
export function uuidText(uuids: Uint8Array, index: number): string {
  const texts = uuidTexts(uuids.subarray(index * 16, (index + 1) * 16))
  return Buffer.from(texts.buffer, 0, TEXT_LENGTH).toString('latin1')
}

const HEX = '0123456789abcdef'

function placeOf(a: number, b: number, c: number, d: number): number {
  const mixed = Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ d, 0x45d9f3b)
  return mixed ^ (mixed >>> 16)
}
