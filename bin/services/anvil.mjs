import { spawn } from 'node:child_process'
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson, writeJson } from './files.mjs'
import { freePort, rememberedPort } from './ports.mjs'
import { commandLine, isRunning, recordOf, stopProcess } from './processes.mjs'
import { PlainError } from './say.mjs'

const require = createRequire(import.meta.url)

const STOP_STEPS = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 2_000],
]

/** With epochs of one slot the block two before the last is final. */
const BLOCKS_UNTIL_FINAL = 2

/** Path of the chain's program: the npm package, else an `anvil` of the machine. */
export function anvilProgram(env = process.env) {
  const names = { x64: 'amd64', arm64: 'arm64' }
  const name = `@foundry-rs/anvil-${process.platform}-${names[process.arch] ?? process.arch}`
  try {
    return require.resolve(`${name}/bin/anvil`)
  } catch {
    const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
    const found = folders.map((folder) => join(folder, 'anvil')).find((file) => existsSync(file))
    if (found) return found
  }
  throw new PlainError(
    `There is no embedded chain for ${process.platform}-${process.arch}: put anvil (Foundry) on the PATH, or set CHAIN_RPC_URL.`
  )
}

/**
 * Starts the local EVM chain of a storage folder, or joins it when it runs already. Its state is
 * written every second and when it stops. Blocks become final as new ones are mined.
 *
 * @returns {Promise<{ url: string, port: number, chainId: number, record: object, joined: boolean, keep: () => void, stop: () => Promise<void> }>}
 */
export async function startAnvil({ storage, secrets, chainId = 31_337, throwAway = false }) {
  const folder = join(storage, 'chain')
  mkdirSync(folder, { recursive: true })
  const running = await runningChain(folder)
  if (running) {
    if (running.chainId !== chainId) {
      throw new PlainError(
        `The chain in ${folder} runs with id ${running.chainId}, but CHAIN_ID asks for ${chainId}: stop it first, or take the other id.`
      )
    }
    return describe({ ...running, folder, joined: true })
  }
  recoverState(folder)
  const goesOn = existsSync(join(folder, 'state.json'))
  const port = throwAway ? await freePort() : await rememberedPort(join(folder, 'port'))
  const record = await launch({ folder, port, chainId, secrets })
  if (goesOn) await finaliseLoaded(port)
  writeJson(join(folder, 'anvil.json'), { ...record, port, chainId })
  return describe({ record, port, chainId, folder, joined: false })
}

/**
 * Of what it loads the chain knows the last block's state alone, while readers ask for that of the
 * last final block: as many blocks more as it takes make the one the other.
 */
async function finaliseLoaded(port) {
  for (let block = 0; block < BLOCKS_UNTIL_FINAL; block++) await ask(port, 'evm_mine')
}

function describe({ record, port, chainId, folder, joined }) {
  const stop = async () => {
    await stopProcess(record, STOP_STEPS)
    keepGoodState(folder)
    rmSync(join(folder, 'anvil.json'), { force: true })
  }
  const keep = () => keepGoodState(folder)
  return { url: `http://127.0.0.1:${port}`, port, chainId, record, joined, keep, stop }
}

/** The chain that runs on a folder, ready to be stopped; `undefined` when none does. */
export async function startedChain(folder) {
  const running = await runningChain(folder)
  return running && describe({ ...running, folder, joined: true })
}

async function runningChain(folder) {
  const kept = readJson(join(folder, 'anvil.json'))
  if (!kept || !isRunning(kept) || !commandLine(kept.pid).includes(folder)) return undefined
  const chainId = await askChainId(kept.port)
  return chainId ? { record: kept, port: kept.port, chainId } : undefined
}

/** Chain id that answers on a port, `undefined` when nothing does. */
export async function askChainId(port) {
  try {
    return Number(await ask(port, 'eth_chainId')) || undefined
  } catch {
    return undefined
  }
}

async function ask(port, method) {
  const answer = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] }),
    signal: AbortSignal.timeout(2_000),
  })
  return (await answer.json()).result
}

async function launch({ folder, port, chainId, secrets }) {
  const log = openSync(join(folder, 'anvil.log'), 'w', 0o600)
  const flags = [
    ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId)],
    ...['--state', join(folder, 'state.json'), '--state-interval', '1'],
    ...['--slots-in-an-epoch', '1', '--mnemonic', secrets.chainMnemonic],
    ...['--cache-path', join(folder, 'cache'), '--quiet'],
  ]
  const child = spawn(anvilProgram(), flags, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let failure
  child.once('error', (error) => (failure = error))
  child.unref()
  const end = Date.now() + 30_000
  while (Date.now() < end && !failure && child.exitCode === null && !child.signalCode) {
    if ((await askChainId(port)) === chainId) return recordOf(child.pid)
    await sleep(20)
  }
  if (child.pid) await stopProcess(recordOf(child.pid), STOP_STEPS)
  const said = failure?.message ?? readFileSync(join(folder, 'anvil.log'), 'utf8').slice(-2_000)
  throw new Error(`The local chain did not start: ${said || 'it did not answer within 30 s'}`)
}

/**
 * Keeps a copy of the chain's state when it reads as whole: the chain overwrites its file in place,
 * so a machine that dies in that moment would take the published months with it.
 */
export function keepGoodState(folder) {
  const state = join(folder, 'state.json')
  const copy = join(folder, 'state.good.json')
  if (!existsSync(state)) return
  if (existsSync(copy) && statSync(copy).mtimeMs >= statSync(state).mtimeMs) return
  const draft = `${copy}.${process.pid}`
  copyFileSync(state, draft)
  if (readJson(draft) === undefined) rmSync(draft)
  else renameSync(draft, copy)
}

function recoverState(folder) {
  const state = join(folder, 'state.json')
  const copy = join(folder, 'state.good.json')
  if (existsSync(state) && readJson(state) !== undefined) return keepGoodState(folder)
  if (!existsSync(state) && !existsSync(copy)) return
  if (existsSync(state)) renameSync(state, join(folder, `state.broken-${Date.now()}.json`))
  if (existsSync(copy)) copyFileSync(copy, state)
}
