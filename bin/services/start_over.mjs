import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startedChain } from './anvil.mjs'
import { readStore } from './embedded.mjs'
import { runningCluster, stopCluster } from './postgres.mjs'
import { PlainError } from './say.mjs'

/** Never removed by starting over: this process's own lock and pid files. */
const KEPT = new Set(['run', '.gitignore'])

/** What the embedded services and the co-operative write, in a folder that others use, too. */
const OURS = new Set([
  ...['postgres', 'chain', 'secrets.json', 'store.json', 'logs', 'demo', 'media', 'covers'],
  ...['torrents', 'periods', 'contracts', 'statements', 'publication', 'outbox'],
])

/**
 * Throws the embedded co-operative of a storage folder away: its database, chain, secrets and
 * files. Only what is known to be ours goes from a folder that was not ours from the beginning.
 *
 * @returns {Promise<string[]>} what was left alone
 */
export async function startOver(storage) {
  const store = readStore(storage)
  if (store && store.kind !== 'embedded') {
    throw new PlainError(`${storage} holds no embedded co-operative: nothing was removed.`)
  }
  await stopLeftServices(storage)
  const left = []
  for (const name of listOf(storage)) {
    if (KEPT.has(name)) continue
    if (store?.whole || OURS.has(name))
      rmSync(join(storage, name), { recursive: true, force: true })
    else left.push(name)
  }
  return left
}

function listOf(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Stops the database and the chain that a start killed with -9 left running. */
export async function stopLeftServices(storage) {
  const cluster = runningCluster(join(storage, 'postgres/data'))
  if (cluster) await stopCluster(cluster.record)
  const chain = await startedChain(join(storage, 'chain'))
  if (chain) await chain.stop()
}
