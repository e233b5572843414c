/**
 * keccak-256 for the two messages a tree is made of, as a WebAssembly module assembled here.
 *
 * Why not a library: at one call per hash the call costs twice the hash. The module reads and
 * writes the tree where it lies, so that a hash is one call with two addresses. It is generated
 * (some 5 kB) rather than kept as a binary, so that it can be read; the OpenZeppelin library is
 * the oracle of its tests. FIPS 202 section 3 gives the permutation, with keccak's own padding.
 */

export const ROUND_CONSTANTS_AT = 0
/** 32 bytes: the period as abi.encode writes a uint32. */
export const PERIOD_AT = 512
/** From here on memory belongs to the caller. */
export const FREE_AT = 1024
const STATE_AT = 256
const ROUNDS = 24

const op = {
  loop: [0x03, 0x40],
  block: [0x02, 0x40],
  end: [0x0b],
  br: (depth: number) => [0x0c, depth],
  brIf: (depth: number) => [0x0d, depth],
  call: (index: number) => [0x10, index],
  select: [0x1b],
  get: (local: number) => [0x20, local],
  set: (local: number) => [0x21, local],
  tee: (local: number) => [0x22, local],
  load: (offset: number) => [0x29, 3, ...unsigned(offset)],
  store: (offset: number) => [0x37, 3, ...unsigned(offset)],
  i32: (value: number) => [0x41, ...signed(BigInt(value))],
  i64: (value: bigint) => [0x42, ...signed(value)],
  ltU: [0x49],
  eqz64: [0x50],
  gtU64: [0x56],
  add: [0x6a],
  ctz64: [0x7a],
  and64: [0x83],
  xor64: [0x85],
  shrU64: [0x88],
  rotl64: [0x89],
}

const FIRST_BIT = [...op.i64(1n)]
/** The last byte of the 136-byte block is 0x80: the top bit of lane 16. */
const LAST_BIT = [...op.i64(-(1n << 63n))]

/** Exports `memory`, `hashLeaf(inputAt, hashAt)` and `hashPair(childrenAt, hashAt)`. */
export function keccakModule(): Uint8Array<ArrayBuffer> {
  const addresses = [0x60, 2, 0x7f, 0x7f, 0]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, ...[0x60, 0, 0], ...addresses]),
    ...section(3, [3, 0, 1, 1]),
    ...section(5, [1, 0, 1]),
    ...section(
      7,
      [3, ...exported('memory', 2, 0), ...exported('hashLeaf', 0, 1)].concat(
        exported('hashPair', 0, 2)
      )
    ),
    ...section(10, [3, ...permutation(), ...hashLeaf(), ...hashPair()]),
    ...section(11, [1, 0, ...op.i32(ROUND_CONSTANTS_AT), ...op.end, ...sized(roundConstants())]),
  ])
}

/** Function 0: keccak-f[1600] on the state in memory; lane x + 5y, little-endian as WebAssembly. */
function permutation(): number[] {
  const lane = (index: number) => index
  const moved = (index: number) => 25 + index
  const column = (x: number) => 50 + (x % 5)
  const parity = 55
  const round = 56
  const lanes = Array.from({ length: 25 }, (_, index) => index)
  const columns = [0, 1, 2, 3, 4]

  const theta = [
    ...columns.flatMap((x) => [
      ...op.get(lane(x)),
      ...[5, 10, 15, 20].flatMap((y) => [...op.get(lane(x + y)), ...op.xor64]),
      ...op.set(column(x)),
    ]),
    ...columns.flatMap((x) => [
      ...[...op.get(column(x + 4)), ...op.get(column(x + 1)), ...op.i64(1n), ...op.rotl64],
      ...[...op.xor64, ...op.set(parity)],
      ...[0, 5, 10, 15, 20].flatMap((y) => [
        ...[...op.get(lane(x + y)), ...op.get(parity), ...op.xor64, ...op.set(lane(x + y))],
      ]),
    ]),
  ]
  const rhoAndPi = rotations().flatMap(({ from, to, by }) => [
    ...[...op.get(lane(from)), ...op.i64(BigInt(by)), ...op.rotl64, ...op.set(moved(to))],
  ])
  const chi = lanes.flatMap((index) => {
    const row = index - (index % 5)
    return [
      ...op.get(moved(index)),
      ...[...op.get(moved(row + ((index + 1) % 5))), ...op.i64(-1n), ...op.xor64],
      ...[...op.get(moved(row + ((index + 2) % 5))), ...op.and64, ...op.xor64],
      ...op.set(lane(index)),
    ]
  })
  const iota = [
    ...[...op.get(lane(0)), ...op.get(round), ...op.load(ROUND_CONSTANTS_AT), ...op.xor64],
    ...op.set(lane(0)),
  ]
  return body(
    [25 + 25 + 6, 0x7e, 1, 0x7f],
    [
      ...lanes.flatMap((index) => [
        ...[...op.i32(STATE_AT), ...op.load(index * 8), ...op.set(lane(index))],
      ]),
      ...op.loop,
      ...[...theta, ...rhoAndPi, ...chi, ...iota],
      ...[...op.get(round), ...op.i32(8), ...op.add, ...op.tee(round)],
      ...[...op.i32(ROUNDS * 8), ...op.ltU, ...op.brIf(0)],
      ...op.end,
      ...lanes.flatMap((index) => storeLane(index, op.get(lane(index)))),
    ]
  )
}

/** Function 1: keccak(keccak(period ++ 64 bytes at the first address)). */
function hashLeaf(): number[] {
  const [input, hash] = [0, 1]
  return body(
    [],
    [
      ...four((word) => storeLane(word, [...op.i32(PERIOD_AT), ...op.load(word * 8)])),
      ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((word) =>
        storeLane(4 + word, [...op.get(input), ...op.load(word * 8)])
      ),
      ...[...padding(12), ...op.call(0)],
      ...[...padding(4), ...op.call(0)],
      ...writeHash(hash),
    ]
  )
}

/** Function 2: keccak of the two neighbouring hashes at the first address, the smaller first. */
function hashPair(): number[] {
  const [children, hash, first, second, left, difference, swap] = [0, 1, 2, 3, 4, 5, 6]
  const byteOf = (word: number[]) => [
    ...[...word, ...op.get(difference), ...op.ctz64, ...op.i64(56n), ...op.and64],
    ...[...op.shrU64, ...op.i64(255n), ...op.and64],
  ]
  // Words are little-endian: the first byte that differs holds the lowest bit that differs.
  const compareWord = (word: number) => [
    ...op.block,
    ...[...op.get(children), ...op.load(word * 8), ...op.tee(left)],
    ...[...op.get(children), ...op.load(32 + word * 8), ...op.xor64, ...op.tee(difference)],
    ...[...op.eqz64, ...op.brIf(0)],
    ...byteOf(op.get(left)),
    ...byteOf([...op.get(left), ...op.get(difference), ...op.xor64]),
    ...[...op.gtU64, ...op.set(swap), ...op.br(1)],
    ...op.end,
  ]
  const after = [...op.get(children), ...op.i32(32), ...op.add]
  return body(
    [2, 0x7f, 2, 0x7e, 1, 0x7f],
    [
      ...[...op.block, ...four(compareWord), ...op.end],
      ...[...after, ...op.get(children), ...op.get(swap), ...op.select, ...op.set(first)],
      ...[...op.get(children), ...after, ...op.get(swap), ...op.select, ...op.set(second)],
      ...four((word) => storeLane(word, [...op.get(first), ...op.load(word * 8)])),
      ...four((word) => storeLane(4 + word, [...op.get(second), ...op.load(word * 8)])),
      ...[...padding(8), ...op.call(0)],
      ...writeHash(hash),
    ]
  )
}

function four(part: (word: number) => number[]): number[] {
  return [0, 1, 2, 3].flatMap(part)
}

function storeLane(lane: number, value: number[]): number[] {
  return [...op.i32(STATE_AT), ...value, ...op.store(lane * 8)]
}

/** Ends a message of `lanes` whole lanes, and clears the rest of the state. */
function padding(lanes: number): number[] {
  const rest = Array.from({ length: 25 - lanes }, (_, index) => lanes + index)
  return rest.flatMap((lane) =>
    storeLane(lane, lane === lanes ? FIRST_BIT : lane === 16 ? LAST_BIT : op.i64(0n))
  )
}

function writeHash(address: number): number[] {
  return four((word) => [
    ...[...op.get(address), ...op.i32(STATE_AT), ...op.load(word * 8), ...op.store(word * 8)],
  ])
}

/** Where each lane goes and by how much it turns (rho and pi steps). */
function rotations(): { from: number; to: number; by: number }[] {
  const moves = [{ from: 0, to: 0, by: 0 }]
  let [x, y] = [1, 0]
  for (let step = 0; step < 24; step++) {
    const by = (((step + 1) * (step + 2)) / 2) % 64
    const next = (2 * x + 3 * y) % 5
    moves.push({ from: x + 5 * y, to: y + 5 * next, by })
    ;[x, y] = [y, next]
  }
  return moves
}

/** The 24 constants of the iota step, from their linear feedback shift register. */
function roundConstants(): number[] {
  const bytes = Buffer.alloc(ROUNDS * 8)
  let register = 1
  for (let round = 0; round < ROUNDS; round++) {
    let constant = 0n
    for (let bit = 0; bit < 7; bit++) {
      if (register & 1) constant |= 1n << ((1n << BigInt(bit)) - 1n)
      register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1
    }
    bytes.writeBigUInt64LE(constant, round * 8)
  }
  return [...bytes]
}

function body(locals: number[], code: number[]): number[] {
  return sized([locals.length / 2, ...locals, ...code, ...op.end])
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

function signed(value: bigint): number[] {
  const low = Number(value & 127n)
  const rest = value >> 7n
  const done = (rest === 0n && low < 64) || (rest === -1n && low >= 64)
  return done ? [low] : [low | 128, ...signed(rest)]
}
