import { open, type FileHandle } from 'node:fs/promises'
import { MerkleError, NODE_BYTES } from './merkle_tree.js'

/** The root of a stored tree, or nothing when it has no leaf. */
export function rootOf(tree: Buffer): Buffer | null {
  return tree.length === 0 ? null : tree.subarray(0, NODE_BYTES)
}

/** A tree in a file, of which only the slices that a proof needs are read. */
export class MerkleTreeFile {
  readonly leafCount: number
  readonly #handle: FileHandle
  readonly #nodeCount: number

  private constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle
    this.#nodeCount = bytes / NODE_BYTES
    this.leafCount = (this.#nodeCount + 1) / 2
  }

  /** @throws MerkleError when the file's length is not that of a tree. */
  static async open(path: string): Promise<MerkleTreeFile> {
    const handle = await open(path, 'r')
    const { size } = await handle.stat()
    if (size > 0 && size % (2 * NODE_BYTES) === NODE_BYTES) return new MerkleTreeFile(handle, size)
    await handle.close()
    throw new MerkleError(`${path} is not a tree: ${size} bytes`)
  }

  root(): Promise<Buffer> {
    return this.#node(0)
  }

  /**
   * The path from a leaf to the root, nearest sibling first, or null when the tree has no such
   * leaf. The leaves are sorted in the file, so nothing but the leaf is needed to find it.
   */
  async proofOf(leaf: Uint8Array): Promise<Buffer[] | null> {
    const index = await this.#indexOf(leaf)
    return index === null ? null : this.proofAt(index)
  }

  /** The path from the node at `index` (a leaf's place in the file) to the root. */
  async proofAt(index: number): Promise<Buffer[]> {
    if (!Number.isInteger(index) || index < this.leafCount - 1 || index >= this.#nodeCount) {
      throw new MerkleError(`the tree has no leaf at ${index}`)
    }
    const proof: Buffer[] = []
    for (let node = index; node > 0; node = Math.floor((node - 1) / 2)) {
      proof.push(await this.#node(node % 2 === 1 ? node + 1 : node - 1))
    }
    return proof
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  /** Leaves descend from the first one (after the inner nodes) to the end of the file. */
  async #indexOf(leaf: Uint8Array): Promise<number | null> {
    let low = this.leafCount - 1
    let high = this.#nodeCount - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const order = Buffer.compare(await this.#node(middle), leaf)
      if (order === 0) return middle
      if (order > 0) low = middle + 1
      else high = middle - 1
    }
    return null
  }

  async #node(index: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(NODE_BYTES)
    const { bytesRead } = await this.#handle.read(bytes, 0, NODE_BYTES, index * NODE_BYTES)
    if (bytesRead !== NODE_BYTES) throw new MerkleError('the tree file was cut short')
    return bytes
  }
}
