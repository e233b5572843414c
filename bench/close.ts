import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from './migrate.js'
import { layMonth } from './support/close_scene.js'
import type { Measured } from './support/measured.js'

/**
 * The close of a month against the floor that the database sets: all units of use copied out into
 * Node and forgotten. Each step runs in a process of its own, on a real, fully durable PostgreSQL,
 * through the very functions that the workers run; the floor runs before and after, the better
 * counts.
 *
 *   SUBSCRIBERS=100000 npm run bench -- close
 */
const SUBSCRIBERS = Number(process.env.SUBSCRIBERS ?? 100_000)
const STEPS = ['freeze', 'compute', 'statements', 'post', 'seal']
const PEER = 'COPY of the units out of PostgreSQL into Node, discarded'
const storage = mkdtempSync(join(process.env.BENCH_DIRECTORY ?? tmpdir(), 'peerfy-bench-'))
const child = fileURLToPath(new URL('./support/close_child.ts', import.meta.url))

function run(what: string, env: Record<string, string>): Promise<Measured> {
  const started = spawn(process.execPath, ['--import=@poppinss/ts-exec', child, what], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  started.stdout.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    started.once('exit', (code) => {
      if (code !== 0) return reject(new Error(`${what} ended with ${code}`))
      resolve(JSON.parse(output.trim().split('\n').at(-1)!))
    })
  })
}

function print(figure: string, value: number, unit: string, peer: string, peerValue: number): void {
  const round = (number: number) => Number(number.toFixed(2))
  console.log(
    JSON.stringify({
      bench: 'close',
      figure: `${figure}, ${SUBSCRIBERS} subscribers`,
      value: round(value),
      unit,
      better: 'lower',
      peer,
      peer_value: round(peerValue),
      ratio: round(value / peerValue),
    })
  )
}

const services = new URL('../bin/services/', import.meta.url)
const { loadSecrets } = await import(new URL('secrets.mjs', services).href)
const { startPostgres } = await import(new URL('postgres.mjs', services).href)
const secrets = await loadSecrets(storage)
const postgres = await startPostgres({ storage, secrets })
try {
  const env = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '1',
    APP_URL: 'http://127.0.0.1:1',
    APP_KEY: secrets.appKey,
    LOG_LEVEL: 'error',
    SESSION_DRIVER: 'memory',
    PEERFY_STORAGE: storage,
    PEERFY_MODE: 'embedded',
    DATABASE_URL: postgres.url,
    CHAIN_RPC_URL: 'http://127.0.0.1:1',
    CHAIN_ID: '31337',
    TRACKER_TOKEN_KEY: secrets.trackerTokenKey,
  }
  await migrate(postgres.url)
  const rows = await layMonth(postgres.url, SUBSCRIBERS)
  console.error(`${rows} rows of use`)
  let floor = (await run('floor', env)).seconds
  const cost: Record<string, Measured> = {}
  for (const step of STEPS) {
    cost[step] = await run(step, env)
    console.error(`${step}: ${cost[step].seconds.toFixed(2)} s, ${cost[step].peakMb.toFixed(0)} MB`)
  }
  floor = Math.min(floor, (await run('floor', env)).seconds)
  const whole = STEPS.reduce((sum, step) => sum + cost[step].seconds, 0)
  const peak = Math.max(...STEPS.map((step) => cost[step].peakMb))
  print('allocation', cost.compute.seconds, 's', PEER, floor)
  print('freeze and allocation', cost.freeze.seconds + cost.compute.seconds, 's', PEER, floor)
  print('whole close', whole, 's', 'target for 100,000 × 40', 60)
  print('memory of the close', peak, 'MB', 'target', 400)
} finally {
  await postgres.stop()
  rmSync(storage, { recursive: true, force: true })
}
