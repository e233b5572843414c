import { FREE_AT, PERIOD_AT, keccakModule } from './keccak_wasm.js'

const NODE_BYTES = 32
const INPUT_BYTES = 64
const PAGE_BYTES = 65_536
/** Leaves go through a window of memory: a million of them need not stand there twice. */
const LEAVES_AT_ONCE = 4096

export type KeccakKernel = {
  /** n × (statement hash, salt) → n × keccak(keccak(abi.encode(period, hash, salt))). */
  hashLeaves(period: number, leaves: Uint8Array): Buffer
  /** Fills the first `innerCount` nodes of the tree from their children, pairs sorted. */
  hashInnerNodes(tree: Buffer, innerCount: number): void
}

type Exports = {
  memory: WebAssembly.Memory
  hashLeaf(inputAt: number, hashAt: number): void
  hashPair(childrenAt: number, hashAt: number): void
}

let kernel: Promise<KeccakKernel> | undefined

export function keccakKernel(): Promise<KeccakKernel> {
  kernel ??= WebAssembly.instantiate(keccakModule()).then(({ instance }) =>
    createKernel(instance.exports as Exports)
  )
  return kernel
}

function createKernel({ memory, hashLeaf, hashPair }: Exports): KeccakKernel {
  function room(bytes: number): Buffer {
    const missing = FREE_AT + bytes - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    return Buffer.from(memory.buffer)
  }

  return {
    hashLeaves(period, leaves) {
      const count = leaves.length / INPUT_BYTES
      const window = Math.min(count, LEAVES_AT_ONCE)
      const hashesAt = FREE_AT + window * INPUT_BYTES
      const bytes = room(window * (INPUT_BYTES + NODE_BYTES))
      bytes.fill(0, PERIOD_AT, PERIOD_AT + NODE_BYTES)
      bytes.writeUInt32BE(period, PERIOD_AT + NODE_BYTES - 4)

      const hashes = Buffer.allocUnsafeSlow(count * NODE_BYTES)
      for (let start = 0; start < count; start += window) {
        const end = Math.min(count, start + window)
        bytes.set(leaves.subarray(start * INPUT_BYTES, end * INPUT_BYTES), FREE_AT)
        for (let leaf = 0; leaf < end - start; leaf++) {
          hashLeaf(FREE_AT + leaf * INPUT_BYTES, hashesAt + leaf * NODE_BYTES)
        }
        bytes.copy(hashes, start * NODE_BYTES, hashesAt, hashesAt + (end - start) * NODE_BYTES)
      }
      return hashes
    },

    hashInnerNodes(tree, innerCount) {
      const bytes = room(tree.length)
      bytes.set(tree.subarray(innerCount * NODE_BYTES), FREE_AT + innerCount * NODE_BYTES)
      for (let node = innerCount - 1; node >= 0; node--) {
        hashPair(FREE_AT + (2 * node + 1) * NODE_BYTES, FREE_AT + node * NODE_BYTES)
      }
      bytes.copy(tree, 0, FREE_AT, FREE_AT + innerCount * NODE_BYTES)
    },
  }
}
