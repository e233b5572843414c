import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { buildMerkleTreeInWorker } from '#services/publication/merkle/build_in_worker'
import { buildMerkleTree } from '#services/publication/merkle/merkle_tree'
import { rootOf } from '#services/publication/merkle/proof'
import { openzeppelinRoot } from './peers/openzeppelin_merkle.js'

/**
 * The tree of a month of statements against the OpenZeppelin library, same leaves, same root:
 * once as the library is called (in the calling thread), once as the close calls ours (in a
 * thread started for it, its start included). Ours is the median of five after a warm-up of both;
 * the library runs once because it takes a quarter of a minute.
 *
 *   LEAVES=100000 npm run bench -- merkle
 */
const LEAVES = Number(process.env.LEAVES ?? 100_000)
const PERIOD = 202610
const ROUNDS = 5

async function secondsOf<T>(work: () => T | Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const result = await work()
  return [(performance.now() - start) / 1000, result]
}

const warmUp = randomBytes(2000 * 64)
openzeppelinRoot(PERIOD, warmUp)
await buildMerkleTree(PERIOD, warmUp)

const leaves = randomBytes(LEAVES * 64)
const [peerSeconds, peerRoot] = await secondsOf(() => openzeppelinRoot(PERIOD, leaves))

async function measure(figure: string, build: () => Promise<Buffer>): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [time, tree] = await secondsOf(build)
    assert.equal(`0x${rootOf(tree)!.toString('hex')}`, peerRoot, 'the roots differ')
    times.push(time)
  }
  const median = times.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)]!
  const value = LEAVES / median
  const peerValue = LEAVES / peerSeconds
  console.log(
    JSON.stringify({
      bench: 'merkle',
      figure,
      value: Math.round(value),
      unit: 'leaves/s',
      better: 'higher',
      peer: '@openzeppelin/merkle-tree StandardMerkleTree.of',
      peer_value: Math.round(peerValue),
      ratio: Number((value / peerValue).toFixed(2)),
    })
  )
}

await measure(`tree of ${LEAVES} leaves`, () => buildMerkleTree(PERIOD, leaves))
await measure(`tree of ${LEAVES} leaves, in a thread started for it`, () =>
  buildMerkleTreeInWorker(PERIOD, leaves)
)
