import { StandardMerkleTree } from '@openzeppelin/merkle-tree'

const TYPES = ['uint32', 'bytes32', 'bytes32']

/** What a project builds its trees with when it looks no further: the library that fixes the form. */
export function openzeppelinRoot(period: number, leaves: Buffer): string {
  const hex = (from: number) => `0x${leaves.toString('hex', from, from + 32)}`
  const values = Array.from({ length: leaves.length / 64 }, (_, index) => [
    period,
    hex(index * 64),
    hex(index * 64 + 32),
  ])
  return StandardMerkleTree.of(values, TYPES).root
}
