import { keccakKernel } from './keccak_kernel.js'

/**
 * The tree of a month's statements, byte for byte that of OpenZeppelin's StandardMerkleTree with
 * the leaf types (uint32 period, bytes32 statementHash, bytes32 salt): double keccak-256 of each
 * leaf, leaves sorted, pairs sorted. It is one Buffer of (2n − 1) × 32 bytes, root first, each
 * node i above 2i + 1 and 2i + 2, so that a proof is a few 32-byte slices.
 */

export const NODE_BYTES = 32
/** A leaf's input: SHA-256 of the statement, then its salt. */
export const LEAF_INPUT_BYTES = 64

export class MerkleError extends Error {}

/**
 * Builds the tree, in the calling thread.
 *
 * @param period the month as YYYYMM, 202610
 * @param leaves for each statement, in any order, 32 bytes of hash then 32 bytes of salt
 * @returns (2n − 1) × 32 bytes; nothing at all for no leaf (such a month has the root EMPTY_ROOT)
 */
export async function buildMerkleTree(period: number, leaves: Uint8Array): Promise<Buffer> {
  checkLeaves(period, leaves)
  const count = leaves.length / LEAF_INPUT_BYTES
  if (count === 0) return Buffer.alloc(0)

  const kernel = await keccakKernel()
  const hashes = kernel.hashLeaves(period, leaves)
  const tree = Buffer.allocUnsafeSlow((2 * count - 1) * NODE_BYTES)
  // OpenZeppelin lays the ascending leaves from the end backwards.
  let at = tree.length - NODE_BYTES
  for (const leaf of ascendingOrder(hashes)) {
    const from = leaf * NODE_BYTES
    tree.set(hashes.subarray(from, from + NODE_BYTES), at)
    at -= NODE_BYTES
  }
  kernel.hashInnerNodes(tree, count - 1)
  return tree
}

/** The leaf of one statement: keccak(keccak(abi.encode(period, statementHash, salt))). */
export async function merkleLeaf(
  period: number,
  statementHash: Uint8Array,
  salt: Uint8Array
): Promise<Buffer> {
  const leaves = Buffer.concat([statementHash, salt])
  checkLeaves(period, leaves)
  if (leaves.length !== LEAF_INPUT_BYTES) throw new MerkleError('a leaf is a hash and a salt')
  const kernel = await keccakKernel()
  return kernel.hashLeaves(period, leaves)
}

function checkLeaves(period: number, leaves: Uint8Array): void {
  if (!Number.isInteger(period) || period < 0 || period > 0xffffffff) {
    throw new MerkleError(`${period} is not a uint32 period`)
  }
  if (leaves.length % LEAF_INPUT_BYTES !== 0) {
    throw new MerkleError(`${leaves.length} bytes are not leaves of ${LEAF_INPUT_BYTES} bytes`)
  }
}

/**
 * The order in which the 32-byte hashes ascend.
 *
 * The first 32 bits and the index fit in one double (32 + 21 bits), and a native sort of doubles
 * is thirty times faster than one that calls back. Hashes that agree on those bits are neighbours
 * and rare: they are put in order afterwards.
 */
function ascendingOrder(hashes: Uint8Array): Uint32Array {
  const count = hashes.length / NODE_BYTES
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  const indexBits = Math.max(1, Math.ceil(Math.log2(count)))
  const prefixBits = Math.min(32, 53 - indexBits)
  const scale = 2 ** indexBits
  const keys = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    keys[index] = (view.getUint32(index * NODE_BYTES) >>> (32 - prefixBits)) * scale + index
  }
  keys.sort()

  const order = new Uint32Array(count)
  for (let rank = 0; rank < count; rank++) order[rank] = keys[rank]! % scale
  sortRunsOfSamePrefix(order, keys, scale, hashes)
  return order
}

function sortRunsOfSamePrefix(
  order: Uint32Array,
  keys: Float64Array,
  scale: number,
  hashes: Uint8Array
): void {
  const hashOf = (index: number) =>
    hashes.subarray(index * NODE_BYTES, index * NODE_BYTES + NODE_BYTES)
  for (let start = 0; start < order.length;) {
    const prefix = Math.floor(keys[start]! / scale)
    let end = start + 1
    while (end < order.length && Math.floor(keys[end]! / scale) === prefix) end++
    if (end - start > 1) {
      order
        .subarray(start, end)
        .sort((one, other) => Buffer.compare(hashOf(one), hashOf(other)) || one - other)
    }
    start = end
  }
}
