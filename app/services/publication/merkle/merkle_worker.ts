import { parentPort, workerData } from 'node:worker_threads'
import { buildMerkleTree } from './merkle_tree.js'

const { period, leaves } = workerData as { period: number; leaves: Uint8Array<ArrayBuffer> }
const tree = await buildMerkleTree(period, leaves)
parentPort!.postMessage(tree.buffer, [tree.buffer as ArrayBuffer])
