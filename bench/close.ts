import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BENCH_MONTH, BENCH_POLICY, fillMonth } from './close_month.js'
import { migrate } from './migrate.js'
import type { Measured } from './support/measured.js'

/**
 * The close's freeze and compute, by the very functions that it calls, against a program that takes
 * the same rows of use out of PostgreSQL by COPY and discards them: each in a process of its own,
 * taking turns; medians. The table was just analysed, so that both read from memory.
 *
 *   npm run bench -- close                        100,000 subscribers, 40 works each
 *   PEERFY_BENCH_FULL=1 npm run bench -- close    and 1,000,000 (some 15 GB of disk)
 */
const ROUNDS = 3
const SIZES = process.env.PEERFY_BENCH_FULL ? [100_000, 1_000_000] : [100_000]
const sizes = process.env.SUBSCRIBERS ? [Number(process.env.SUBSCRIBERS)] : SIZES

const services = new URL('../bin/services/', import.meta.url)
const { loadSecrets } = await import(new URL('secrets.mjs', services).href)
const { startPostgres } = await import(new URL('postgres.mjs', services).href)

for (const subscribers of sizes) {
  const storage = mkdtempSync(join(tmpdir(), 'peerfy-bench-close-'))
  const secrets = await loadSecrets(storage)
  const postgres = await startPostgres({ storage, secrets })
  try {
    await migrate(postgres.url)
    const rows = await fillMonth(postgres.url, subscribers)
    writePolicy(storage)
    process.stderr.write(`${rows} units of use by ${subscribers} subscribers\n`)
    compare(subscribers, environment(storage, postgres.url, secrets))
  } finally {
    await postgres.stop()
    rmSync(storage, { recursive: true, force: true })
  }
}

function writePolicy(storage: string): void {
  const folder = join(storage, 'periods', BENCH_MONTH, 'r1', 'input')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(BENCH_POLICY))
}

function environment(storage: string, url: string, secrets: Record<string, string>) {
  return {
    ...process.env,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '1',
    APP_URL: 'http://127.0.0.1:1',
    APP_KEY: secrets.appKey,
    LOG_LEVEL: 'error',
    SESSION_DRIVER: 'memory',
    PEERFY_STORAGE: storage,
    PEERFY_MODE: 'embedded',
    DATABASE_URL: url,
    CHAIN_RPC_URL: 'http://127.0.0.1:1',
    CHAIN_ID: '31337',
    TRACKER_TOKEN_KEY: secrets.trackerTokenKey,
  }
}

function compare(subscribers: number, env: NodeJS.ProcessEnv): void {
  const ours: Ours[] = []
  const peers: Measured[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const peer = measure('./peers/copy_out.ts', env)
    const own = measure('./close_ranges.ts', env)
    peers.push(peer)
    ours.push(own)
  }
  const [time, memory] = [of(peers, 'seconds'), of(peers, 'peakMb')]
  report(`freeze and compute, ${subscribers} subscribers`, 's', of(ours, 'seconds'), time)
  report(`freeze, ${subscribers} subscribers`, 's', of(ours, 'freezeSeconds'), time)
  report(`compute, ${subscribers} subscribers`, 's', of(ours, 'computeSeconds'), time)
  report(`peak memory of Node, ${subscribers} subscribers`, 'MB', of(ours, 'peakMb'), memory)
}

type Ours = Measured & { freezeSeconds: number; computeSeconds: number }

function of<T extends Measured>(rounds: T[], field: keyof T): number {
  return median(rounds.map((each) => each[field] as number))
}

function measure(script: string, env: NodeJS.ProcessEnv): Ours {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import=@poppinss/ts-exec', path],
    { encoding: 'utf8', env }
  )
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`)
  // A line of what all benchmarks measure, and one of what only this one does.
  const lines = stdout.trimEnd().split('\n')
  return Object.assign({}, ...lines.map((line) => JSON.parse(line)))
}

function report(figure: string, unit: string, value: number, peerValue: number): void {
  const line = {
    bench: 'close',
    figure,
    value: rounded(value),
    unit,
    better: 'lower',
    peer: 'COPY out into Node, discarded',
    peer_value: rounded(peerValue),
    ratio: rounded(value / peerValue),
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
