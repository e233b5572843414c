import { Worker } from 'node:worker_threads'
import { buildMerkleTree } from './merkle_tree.js'

// The sources run as they are in development and tests, and compiled in a build: a worker's entry
// is a file, and its name follows that of this one.
const SOURCE = import.meta.url.endsWith('.ts')
const WORKER = new URL(`./merkle_worker.${SOURCE ? 'ts' : 'js'}`, import.meta.url)

/** Below this a thread costs more than it spares: a thousand leaves take a few milliseconds. */
const LEAVES_WORTH_A_THREAD = 1000

/**
 * The same as `buildMerkleTree`, with the event loop left free: the web server and the tracker
 * answer while a month of 100 000 statements is sealed.
 */
export async function buildMerkleTreeInWorker(period: number, leaves: Buffer): Promise<Buffer> {
  if (leaves.length < LEAVES_WORTH_A_THREAD * 64) return buildMerkleTree(period, leaves)
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, {
      workerData: { period, leaves },
      ...(SOURCE ? { execArgv: ['--import=@poppinss/ts-exec'] } : {}),
    })
    worker.once('message', (tree: ArrayBuffer) => resolve(Buffer.from(tree)))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the tree worker stopped with code ${code}`)))
  })
}
