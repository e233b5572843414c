/**
 * SHA-256 of four messages side by side (FIPS 180-4), as a WebAssembly module assembled here: one
 * lane of a 128-bit vector for each. It is generated (some 5 kB) rather than kept as a binary, so
 * that it can be read; node:crypto is the oracle of its tests.
 */

export const LANES = 4
export const BLOCK_BYTES = 64
/** The digests: word by word, of each word the four lanes. */
export const STATE_AT = 1024
/** From here on memory belongs to the caller. */
export const MESSAGES_AT = 2048
const CONSTANTS_AT = 0
const ROUNDS = 64
const WORDS = 16
const VECTOR_BYTES = 16
const I32 = 0x7f
const V128 = 0x7b

const vector = (code: number) => [0xfd, ...unsigned(code)]
const op = {
  loop: [0x03, 0x40],
  block: [0x02, 0x40],
  end: [0x0b],
  br: (depth: number) => [0x0c, depth],
  brIf: (depth: number) => [0x0d, depth],
  get: (local: number) => [0x20, local],
  set: (local: number) => [0x21, local],
  tee: (local: number) => [0x22, local],
  i32: (value: number) => [0x41, ...signed(value)],
  eq: [0x46],
  add: [0x6a],
  sub: [0x6b],
  load: (offset: number) => [...vector(0x00), 0, ...unsigned(offset)],
  store: (offset: number) => [...vector(0x0b), 0, ...unsigned(offset)],
  loadFirst: (offset: number) => [...vector(0x5c), 0, ...unsigned(offset)],
  loadLane: (offset: number, lane: number) => [...vector(0x56), 0, ...unsigned(offset), lane],
  shuffle: (bytes: number[]) => [...vector(0x0d), ...bytes],
  splat: vector(0x11),
  xor4: vector(0x51),
  bitselect: vector(0x52),
  shl4: vector(0xab),
  shrU4: vector(0xad),
  add4: vector(0xae),
}

/** Words are big-endian in a message, little-endian in WebAssembly. */
const SWAPPED = op.shuffle([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12])

/** Locals: the parameters, counters, the message schedule, the working variables. */
const [STRIDE, BLOCKS, MESSAGE, ROUND, LANE_AT, SUM] = [0, 1, 2, 3, 4, 5]
const scheduled = (word: number) => 6 + (word % WORDS)
const working = (index: number) => 6 + WORDS + (index & 7)

/**
 * Exports `memory` and `hash(stride, blocks)`: digests the padded messages of `blocks` blocks that
 * lie `stride` bytes apart from MESSAGES_AT on.
 */
export function sha256Module(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 2, I32, I32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...exported('memory', 2, 0), ...exported('hash', 0, 0)]),
    ...section(10, [1, ...hash()]),
    ...section(11, [1, 0, ...op.i32(CONSTANTS_AT), ...op.end, ...sized(roundConstants())]),
  ])
}

function hash(): number[] {
  const locals = [3, ...[3, I32], ...[1, V128], ...[WORDS + 8, V128]]
  return sized([
    ...locals,
    ...INITIAL.flatMap((word, at) => [
      ...[...op.i32(STATE_AT), ...op.i32(word | 0), ...op.splat, ...op.store(at * VECTOR_BYTES)],
    ]),
    ...[...op.i32(MESSAGES_AT), ...op.set(MESSAGE)],
    ...op.loop,
    ...[...takeBlock(), ...eight(loadState), ...compress(), ...eight(addState)],
    ...[...op.get(MESSAGE), ...op.i32(BLOCK_BYTES), ...op.add, ...op.set(MESSAGE)],
    ...[...op.get(BLOCKS), ...op.i32(1), ...op.sub, ...op.tee(BLOCKS), ...op.brIf(0)],
    ...op.end,
    ...op.end,
  ])
}

/** The next block of each lane, word by word. */
function takeBlock(): number[] {
  const words = Array.from({ length: WORDS }, (_, word) => word)
  const lanes = Array.from({ length: LANES - 1 }, (_, at) => at + 1)
  return [
    ...[...op.get(MESSAGE), ...op.set(LANE_AT)],
    ...words.flatMap((word) => [
      ...[...op.get(LANE_AT), ...op.loadFirst(word * 4), ...op.set(scheduled(word))],
    ]),
    ...lanes.flatMap((lane) => [
      ...[...op.get(LANE_AT), ...op.get(STRIDE), ...op.add, ...op.set(LANE_AT)],
      ...words.flatMap((word) => [
        ...[...op.get(LANE_AT), ...op.get(scheduled(word))],
        ...[...op.loadLane(word * 4, lane), ...op.set(scheduled(word))],
      ]),
    ]),
    ...words.flatMap((word) => [
      ...[...op.get(scheduled(word)), ...op.get(scheduled(word))],
      ...[...SWAPPED, ...op.set(scheduled(word))],
    ]),
  ]
}

/** 64 rounds, 16 at a time: after these the working variables have their own names again. */
function compress(): number[] {
  const words = Array.from({ length: WORDS }, (_, word) => word)
  const groupBytes = WORDS * VECTOR_BYTES
  return [
    ...[...op.i32(CONSTANTS_AT), ...op.set(ROUND)],
    ...[...op.block, ...op.loop],
    ...words.flatMap(round),
    ...[...op.get(ROUND), ...op.i32(groupBytes), ...op.add, ...op.tee(ROUND)],
    ...[...op.i32(CONSTANTS_AT + ROUNDS * VECTOR_BYTES), ...op.eq, ...op.brIf(1)],
    ...words.flatMap(scheduleWord),
    ...[...op.br(0), ...op.end, ...op.end],
  ]
}

function round(word: number): number[] {
  const [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => working(at - word))
  return [
    ...[...op.get(h), ...turned(e, [6, 11, 25]), ...op.add4],
    ...[...op.get(f), ...op.get(g), ...op.get(e), ...op.bitselect, ...op.add4],
    ...[...op.get(ROUND), ...op.load(word * VECTOR_BYTES), ...op.add4],
    ...[...op.get(scheduled(word)), ...op.add4, ...op.tee(SUM)],
    ...[...op.get(d), ...op.add4, ...op.set(d)],
    ...[...op.get(SUM), ...turned(a, [2, 13, 22]), ...op.add4],
    // The majority of three: where two differ the third decides.
    ...[...op.get(c), ...op.get(b), ...op.get(a), ...op.get(b), ...op.xor4, ...op.bitselect],
    ...[...op.add4, ...op.set(h)],
  ]
}

/** The word of 16 rounds later, in the place of this one. */
function scheduleWord(word: number): number[] {
  return [
    ...[...op.get(scheduled(word)), ...turned(scheduled(word + 1), [7, 18], 3), ...op.add4],
    ...[...op.get(scheduled(word + 9)), ...op.add4],
    ...[...turned(scheduled(word + 14), [17, 19], 10), ...op.add4, ...op.set(scheduled(word))],
  ]
}

/** The exclusive or of a word turned right by each of some numbers of bits, and shifted by one. */
function turned(local: number, turns: number[], shift?: number): number[] {
  const right = (by: number) => [...op.get(local), ...op.i32(by), ...op.shrU4]
  const left = (by: number) => [...op.get(local), ...op.i32(by), ...op.shl4]
  const parts = turns.flatMap((by) => [right(by), left(32 - by)])
  if (shift !== undefined) parts.push(right(shift))
  return parts.flatMap((part, at) => (at === 0 ? part : [...part, ...op.xor4]))
}

function loadState(at: number): number[] {
  return [...op.i32(STATE_AT), ...op.load(at * VECTOR_BYTES), ...op.set(working(at))]
}

function addState(at: number): number[] {
  const place = at * VECTOR_BYTES
  return [
    ...[...op.i32(STATE_AT), ...op.i32(STATE_AT), ...op.load(place)],
    ...[...op.get(working(at)), ...op.add4, ...op.store(place)],
  ]
}

function eight(part: (at: number) => number[]): number[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap(part)
}

/** The first 32 bits of the fractional parts of roots of the first primes, exactly. */
function rootBits(count: number, degree: 2 | 3): number[] {
  const bits: number[] = []
  for (let candidate = 2n; bits.length < count; candidate++) {
    if (!isPrime(candidate)) continue
    const scaled = candidate << BigInt(32 * degree)
    let root = 0n
    for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
      if ((root + bit) ** BigInt(degree) <= scaled) root += bit
    }
    bits.push(Number(root & 0xffffffffn))
  }
  return bits
}

function isPrime(candidate: bigint): boolean {
  for (let factor = 2n; factor * factor <= candidate; factor++) {
    if (candidate % factor === 0n) return false
  }
  return true
}

const INITIAL = rootBits(8, 2)

/** The constant of each round, once for each lane. */
function roundConstants(): number[] {
  const words = rootBits(ROUNDS, 3).flatMap((word) => Array.from({ length: LANES }, () => word))
  return [...new Uint8Array(Uint32Array.from(words).buffer)]
}

function section(id: number, content: number[]): number[] {
  return [id, ...sized(content)]
}

function exported(name: string, kind: number, index: number): number[] {
  return [...sized([...Buffer.from(name)]), kind, index]
}

function sized(content: number[]): number[] {
  return [...unsigned(content.length), ...content]
}

/** LEB128, as the format writes every integer. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  const low = value & 127
  const rest = value >> 7
  const done = (rest === 0 && low < 64) || (rest === -1 && low >= 64)
  return done ? [low] : [low | 128, ...signed(rest)]
}
