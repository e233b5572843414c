import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startAnvil } from './anvil.mjs'
import { readJson, writeJson } from './files.mjs'
import { configuredEnv } from './paths.mjs'
import { parsePort } from './ports.mjs'
import { startPostgres } from './postgres.mjs'
import { addHolder, isRunning, otherHolders, removeHolder, withLock } from './processes.mjs'
import { PlainError } from './say.mjs'
import { loadSecrets } from './secrets.mjs'

/** Files about what runs now; gone with a reboot without harm. */
export const runFile = (storage, name) => join(storage, 'run', name)
const storeFile = (storage) => join(storage, 'store.json')

/**
 * What a storage folder holds: `profile` is `demo`, `empty` or absent before the first start,
 * `whole` tells that the folder was ours from the beginning, so that starting over may empty it.
 */
export function readStore(storage) {
  return readJson(storeFile(storage))
}

export function writeStore(storage, changes) {
  const store = { kind: 'embedded', ...readStore(storage), ...changes }
  writeJson(storeFile(storage), store, 0o644)
  return store
}

/** Makes the folder on first use and remembers whether it was ours from the beginning. */
export function openStore(storage) {
  try {
    mkdirSync(storage, { recursive: true })
    const whole = readdirSync(storage).every((name) => name === 'run' || name === '.gitignore')
    if (!readStore(storage)) writeStore(storage, { whole })
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error
    throw new PlainError(
      `This user may not write to ${storage}: run this as its owner, or set PEERFY_STORAGE to a folder of your own.`
    )
  }
}

/** Which services this configuration leaves to us. */
export function embeddedParts(env = configuredEnv()) {
  return { database: !env.DATABASE_URL, chain: !env.CHAIN_RPC_URL }
}

/**
 * Starts (or joins) the embedded services that the configuration does not name itself and returns
 * the environment for the application. `stop()` stops them unless another process of the project
 * still uses them: the last one out stops them. `ensure()` starts again what died.
 *
 * @param {{ storage: string, env?: Record<string, string>, throwAway?: boolean, purpose?: string }} options
 */
export async function startEmbedded({ storage, env = configuredEnv(), throwAway, purpose = '' }) {
  const holders = runFile(storage, 'holders')
  const lock = runFile(storage, 'services.lock')
  openStore(storage)
  let services
  const ensure = () =>
    withLock(lock, async () => {
      addHolder(holders, purpose)
      services = await startParts({ storage, env, throwAway })
      return services
    })
  const stop = () =>
    withLock(lock, async () => {
      removeHolder(holders)
      const others = otherHolders(holders)
      if (others.length > 0) return { leftTo: others }
      await Promise.all([services?.database?.stop(), services?.chain?.stop()])
      rmSync(runFile(storage, 'services.json'), { force: true })
      return { leftTo: [] }
    })
  try {
    await ensure()
  } catch (error) {
    await stop()
    throw error
  }
  return { env: services.env, services, current: () => services, ensure, stop }
}

async function startParts({ storage, env, throwAway }) {
  const parts = embeddedParts(env)
  const secrets = await loadSecrets(storage)
  const chainId = parseChainId(env.CHAIN_ID)
  // allSettled: when one fails, the other is known and can be stopped.
  const [database, chain] = await Promise.allSettled([
    parts.database ? startPostgres({ storage, secrets, throwAway }) : undefined,
    parts.chain ? startAnvil({ storage, secrets, chainId, throwAway }) : undefined,
  ])
  const failed = [database, chain].find(({ status }) => status === 'rejected')
  if (failed) {
    await Promise.all([database.value?.stop(), chain.value?.stop()])
    throw failed.reason
  }
  const services = { database: database.value, chain: chain.value }
  services.env = environment({ storage, env, secrets, chainId, ...services })
  writeJson(runFile(storage, 'services.json'), summary(services))
  return services
}

function parseChainId(text) {
  if (text === undefined) return 31_337
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new PlainError(`CHAIN_ID is "${text}": write a number.`)
  return Number(text)
}

/**
 * Everything that start/env.ts asks for, for one machine without configuration. What a person
 * configured wins, value by value.
 */
export function environment(known) {
  const { storage, env, secrets, chainId = 31_337, database, chain } = known
  const port = String(parsePort(env.PORT) ?? 3333)
  const defaults = {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: port,
    APP_URL: `http://localhost:${port}`,
    APP_KEY: secrets.appKey,
    LOG_LEVEL: 'info',
    SESSION_DRIVER: 'database',
    PEERFY_MODE: database ? 'embedded' : 'server',
    CHAIN_ID: String(chainId),
    TRACKER_TOKEN_KEY: secrets.trackerTokenKey,
  }
  if (database) {
    defaults.DATABASE_URL = database.url
    defaults.PEERFY_DEMO = String(readStore(storage)?.profile === 'demo')
  }
  if (chain) {
    defaults.CHAIN_RPC_URL = chain.url
    defaults.CHAIN_PUBLISHER_KEY = secrets.chainKeys[0]
  }
  const asked = Object.keys(defaults).filter((name) => env[name] !== undefined)
  const chosen = Object.fromEntries(asked.map((name) => [name, env[name]]))
  return { ...defaults, ...chosen, PEERFY_STORAGE: storage }
}

function summary({ database, chain, env }) {
  const pids = { database: database?.record, chain: chain?.record }
  return { pids, ports: { database: database?.port, chain: chain?.port }, env }
}

/** Whether every embedded service that was started here still runs. */
export function allRunning(services) {
  return [services.database, services.chain].every((one) => !one || isRunning(one.record))
}

/** The environment for a command that needs no service: addresses that answer nobody. */
export async function environmentWithoutServices({ storage, env = configuredEnv() }) {
  const kept = existsSync(join(storage, 'secrets.json')) ? await loadSecrets(storage) : undefined
  const secrets = kept ?? { appKey: 'x'.repeat(64), trackerTokenKey: 'x'.repeat(64), chainKeys: [] }
  const nowhere = { url: 'postgres://nobody@127.0.0.1:1/none' }
  const database = env.DATABASE_URL ? undefined : nowhere
  const chain = env.CHAIN_RPC_URL ? undefined : { url: 'http://127.0.0.1:1' }
  const values = environment({ storage, env, secrets, database, chain })
  if (!values.CHAIN_PUBLISHER_KEY) delete values.CHAIN_PUBLISHER_KEY
  return values
}
