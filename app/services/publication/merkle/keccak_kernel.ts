import { createKeccak } from 'hash-wasm'

export type KeccakKernel = {
  /** n × (statement hash, salt) → n × keccak(keccak(abi.encode(period, hash, salt))). */
  hashLeaves(period: number, leaves: Uint8Array): Uint8Array
  /** Fills nodes last … 0 of the tree from their children, pairs sorted. */
  hashInnerNodes(tree: Buffer, innerCount: number): void
}

let kernel: Promise<KeccakKernel> | undefined

export function keccakKernel(): Promise<KeccakKernel> {
  kernel ??= createKernel()
  return kernel
}

async function createKernel(): Promise<KeccakKernel> {
  const hasher = await createKeccak(256)
  const hash = (bytes: Uint8Array) => hasher.init().update(bytes).digest('binary')

  return {
    hashLeaves(period, leaves) {
      const count = leaves.length / 64
      const encoded = Buffer.alloc(96)
      encoded.writeUInt32BE(period, 28)
      const hashes = Buffer.allocUnsafeSlow(count * 32)
      for (let leaf = 0; leaf < count; leaf++) {
        encoded.set(leaves.subarray(leaf * 64, leaf * 64 + 64), 32)
        hashes.set(hash(hash(encoded)), leaf * 32)
      }
      return hashes
    },
    hashInnerNodes(tree, innerCount) {
      const pair = Buffer.alloc(64)
      for (let node = innerCount - 1; node >= 0; node--) {
        const left = (2 * node + 1) * 32
        const right = left + 32
        const swap = tree.compare(tree, right, right + 32, left, right) > 0
        tree.copy(pair, swap ? 32 : 0, left, right)
        tree.copy(pair, swap ? 0 : 32, right, right + 32)
        tree.set(hash(pair), node * 32)
      }
    },
  }
}
