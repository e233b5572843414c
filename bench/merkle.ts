import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { buildMerkleTreeInWorker } from '#services/publication/merkle/build_in_worker'
import { rootOf } from '#services/publication/merkle/proof'
import { openzeppelinRoot } from './peers/openzeppelin_merkle.js'

/**
 * The tree of a month of statements, ours in its worker thread (start of the thread included)
 * against the OpenZeppelin library on the same leaves, same root. A warm-up of both comes first;
 * ours is the median of five, the library runs once because it takes a quarter of a minute.
 *
 *   LEAVES=100000 npm run bench -- merkle
 */
const LEAVES = Number(process.env.LEAVES ?? 100_000)
const PERIOD = 202610
const ROUNDS = 5

async function seconds<T>(work: () => T | Promise<T>): Promise<[number, T]> {
  const start = performance.now()
  const result = await work()
  return [(performance.now() - start) / 1000, result]
}

const warmUp = randomBytes(2000 * 64)
openzeppelinRoot(PERIOD, warmUp)
await buildMerkleTreeInWorker(PERIOD, warmUp)

const leaves = randomBytes(LEAVES * 64)
const times: number[] = []
let tree = Buffer.alloc(0)
for (let round = 0; round < ROUNDS; round++) {
  const [time, built] = await seconds(() => buildMerkleTreeInWorker(PERIOD, leaves))
  times.push(time)
  tree = built
}
const ours = times.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)]!
const [peer, peerRoot] = await seconds(() => openzeppelinRoot(PERIOD, leaves))
assert.equal(`0x${rootOf(tree)!.toString('hex')}`, peerRoot, 'the roots differ')

const value = LEAVES / ours
const peerValue = LEAVES / peer
console.log(
  JSON.stringify({
    bench: 'merkle',
    figure: `leaves per second, tree of ${LEAVES}`,
    value: Math.round(value),
    unit: 'leaves/s',
    better: 'higher',
    peer: '@openzeppelin/merkle-tree StandardMerkleTree.of',
    peer_value: Math.round(peerValue),
    ratio: Number((value / peerValue).toFixed(2)),
  })
)
