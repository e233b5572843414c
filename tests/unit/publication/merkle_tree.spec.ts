import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildMerkleTreeInWorker } from '#services/publication/merkle/build_in_worker'
import { MerkleError, buildMerkleTree, merkleLeaf } from '#services/publication/merkle/merkle_tree'
import { MerkleTreeFile, rootOf } from '#services/publication/merkle/proof'

const PERIOD = 202610
const TYPES = ['uint32', 'bytes32', 'bytes32']
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`

/** Leaves that are the same in every run, so that a failure can be repeated. */
function leavesOf(count: number, seed = 'peerfy'): Buffer {
  const parts = Array.from({ length: count * 2 }, (_, index) =>
    createHash('sha256').update(`${seed}|${index}`).digest()
  )
  return Buffer.concat(parts)
}

function oracleOf(leaves: Buffer, period = PERIOD) {
  const values = Array.from({ length: leaves.length / 64 }, (_, index) => [
    period,
    hex(leaves.subarray(index * 64, index * 64 + 32)),
    hex(leaves.subarray(index * 64 + 32, index * 64 + 64)),
  ])
  return { values, tree: StandardMerkleTree.of(values, TYPES) }
}

async function stored(tree: Buffer): Promise<MerkleTreeFile> {
  const path = join(await mkdtemp(join(tmpdir(), 'tree-')), 'tree.bin')
  await writeFile(path, tree)
  return MerkleTreeFile.open(path)
}

test.group('merkle tree', () => {
  test('has the bytes of the OpenZeppelin library from 1 to 300 leaves', async ({ assert }) => {
    for (let count = 1; count <= 300; count += count < 40 ? 1 : 13) {
      const leaves = leavesOf(count)
      const tree = await buildMerkleTree(PERIOD, leaves)
      const dump = oracleOf(leaves).tree.dump()
      assert.equal(hex(tree), `0x${dump.tree.map((node) => node.slice(2)).join('')}`, `${count}`)
    }
  }).timeout(60_000)

  test('gives the proofs of the library from the stored file, for any leaves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.string(),
        fc.integer({ min: 0, max: 0xffffffff }),
        async (count, seed, period) => {
          const leaves = leavesOf(count, seed)
          const file = await stored(await buildMerkleTree(period, leaves))
          const { values, tree } = oracleOf(leaves, period)
          for (const [index, value] of values.entries()) {
            const at = index * 64
            const leaf = await merkleLeaf(
              period,
              leaves.subarray(at, at + 32),
              leaves.subarray(at + 32, at + 64)
            )
            const proof = (await file.proofOf(leaf))!.map(hex)
            if (JSON.stringify(proof) !== JSON.stringify(tree.getProof(index))) return false
            if (!StandardMerkleTree.verify(tree.root, TYPES, value, proof)) return false
          }
          const root = hex(await file.root())
          await file.close()
          return root === tree.root
        }
      ),
      { numRuns: 25 }
    )
  }).timeout(60_000)

  test('one leaf is its own root and has an empty proof', async ({ assert }) => {
    const leaves = leavesOf(1)
    const tree = await buildMerkleTree(PERIOD, leaves)
    const leaf = await merkleLeaf(PERIOD, leaves.subarray(0, 32), leaves.subarray(32))
    assert.equal(hex(rootOf(tree)!), hex(leaf))
    const file = await stored(tree)
    assert.deepEqual(await file.proofOf(leaf), [])
    assert.isNull(await file.proofOf(randomBytes(32)))
    await file.close()
  })

  test('no leaf gives no tree and no root', async ({ assert }) => {
    const tree = await buildMerkleTree(PERIOD, Buffer.alloc(0))
    assert.equal(tree.length, 0)
    assert.isNull(rootOf(tree))
    await assert.rejects(() => stored(tree), /is not a tree: 0 bytes/)
  })

  test('puts leaves in order that agree on their first bits', async ({ assert }) => {
    const twice = Buffer.concat([leavesOf(3), leavesOf(3)])
    const { tree } = oracleOf(twice)
    assert.equal(hex(rootOf(await buildMerkleTree(PERIOD, twice))!), tree.root)
  })

  test('a worker thread gives the same tree and leaves the event loop free', async ({ assert }) => {
    const leaves = leavesOf(5000)
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    const tree = await buildMerkleTreeInWorker(PERIOD, leaves)
    clearInterval(timer)
    assert.isTrue(tree.equals(await buildMerkleTree(PERIOD, leaves)))
    assert.isAbove(ticks, 5)
  })

  test('refuses a wrong period and a leaf cut short', async ({ assert }) => {
    await assert.rejects(() => buildMerkleTree(-1, leavesOf(1)), MerkleError)
    await assert.rejects(() => buildMerkleTree(2 ** 32, leavesOf(1)), MerkleError)
    await assert.rejects(() => buildMerkleTree(PERIOD, Buffer.alloc(63)), MerkleError)
    await assert.rejects(() => merkleLeaf(PERIOD, Buffer.alloc(16), Buffer.alloc(32)), MerkleError)
  })

  test('P22: amounts from 0 to 100 € do not find a leaf without its salt', async ({ assert }) => {
    const statementOf = (cents: number) =>
      createHash('sha256')
        .update(`{"amount_micro":"${cents * 10_000}"}`)
        .digest()
    const leaf = await merkleLeaf(PERIOD, statementOf(467), randomBytes(32))
    for (let cents = 0; cents <= 10_000; cents++) {
      const guess = await merkleLeaf(PERIOD, statementOf(cents), Buffer.alloc(32))
      if (guess.equals(leaf)) assert.fail(`found by enumeration at ${cents} cents`)
    }
    assert.equal(leaf.length, 32)
  })
})
