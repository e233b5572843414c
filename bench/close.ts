import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { BENCH_MONTH, BENCH_POLICY, fillMonth } from './close_month.js'
import { migrate } from './migrate.js'
import type { Measured } from './support/measured.js'

/**
 * The ranges of the close's freeze and compute, by the very functions that it calls, against a
 * program that takes the same rows of use out of PostgreSQL by COPY and discards them: each in a
 * process of its own, taking turns; medians. Once by one worker, range after range, once by two
 * that share the ranges as they do on the queue. Of what joins the ranges once they are done it
 * tells apart how long the files take that have a line for each row of use. The table was just
 * analysed, so that both read from memory.
 *
 *   npm run bench -- close                        100,000 subscribers, 40 works each
 *   PEERFY_BENCH_FULL=1 npm run bench -- close    and 1,000,000 (some 15 GB of disk)
 *   SUBSCRIBERS=10000 ROUNDS=1 npm run bench -- close
 */
const ROUNDS = Number(process.env.ROUNDS ?? 3)
/** One worker, and as many as there are cores to share. */
const WORKERS = [1, 2]
/** What is written once the ranges are done, by the step that does it. */
const WHOLE_FILES = { lines: 'usage.csv and evidence.csv', shares: 'subscriber_works.csv' }
const run = promisify(execFile)
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
    await compare(subscribers, postgres.url, environment(storage, postgres.url, secrets))
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

async function compare(subscribers: number, url: string, env: NodeJS.ProcessEnv): Promise<void> {
  const peers: Measured[] = []
  const rounds = new Map<string, Measured[]>()
  for (let round = 0; round < ROUNDS; round++) {
    const [peer] = await measure('./peers/copy_out.ts', [[]], env)
    say(`round ${round + 1}, COPY out`, peer)
    peers.push(peer)
    for (const workers of WORKERS) {
      await forgetRanges(url, env.PEERFY_STORAGE!)
      for (const step of ['freeze', 'compute']) {
        const lanes = Array.from({ length: workers }, (_, lane) => [step, `${lane}`, `${workers}`])
        const together = joined(await measure('./close_ranges.ts', lanes, env))
        const name = `${step}|${workers}`
        say(`round ${round + 1}, ${name}`, together)
        rounds.set(name, [...(rounds.get(name) ?? []), together])
      }
    }
    for (const step of Object.keys(WHOLE_FILES)) {
      const [whole] = await measure('./close_ranges.ts', [[step]], env)
      say(`round ${round + 1}, ${step}`, whole)
      rounds.set(step, [...(rounds.get(step) ?? []), whole])
    }
  }
  const floor = of(peers, 'seconds')
  for (const workers of WORKERS) {
    const [freeze, compute] = ['freeze', 'compute'].map((step) => rounds.get(`${step}|${workers}`)!)
    const by = `${subscribers} subscribers, ${workers === 1 ? 'one worker' : `${workers} workers`}`
    report(`compute, ${by}`, 's', of(compute, 'seconds'), floor)
    report(`freeze, ${by}`, 's', of(freeze, 'seconds'), floor)
    report(`both, ${by}`, 's', of(compute, 'seconds') + of(freeze, 'seconds'), floor)
    const cpu = of(compute, 'cpuSeconds') + of(freeze, 'cpuSeconds')
    report(`both, CPU of Node, ${by}`, 's', cpu, of(peers, 'cpuSeconds'))
    const peak = Math.max(of(compute, 'peakMb'), of(freeze, 'peakMb'))
    report(`peak memory of Node, ${by} together`, 'MB', peak, of(peers, 'peakMb'))
  }
  for (const [step, files] of Object.entries(WHOLE_FILES)) {
    const whole = rounds.get(step)!
    report(`${files}, ${subscribers} subscribers`, 's', of(whole, 'seconds'), floor)
    report(`peak memory, ${files}`, 'MB', of(whole, 'peakMb'), of(peers, 'peakMb'))
  }
}

/** What the last round left would be replaced, which takes longer than writing. */
async function forgetRanges(url: string, storage: string): Promise<void> {
  rmSync(join(storage, 'periods', BENCH_MONTH, 'r1', 'parts'), { recursive: true, force: true })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('DELETE FROM period_ranges')
  await client.end()
}

/** Workers side by side take as long as the slowest, and as much memory as all of them. */
function joined(workers: Measured[]): Measured {
  const sum = (field: keyof Measured) => workers.reduce((total, each) => total + each[field], 0)
  return {
    seconds: Math.max(...workers.map((each) => each.seconds)),
    cpuSeconds: sum('cpuSeconds'),
    peakMb: sum('peakMb'),
  }
}

/** A run as it ends, with the machine's load: a long benchmark tells how far it is. */
function say(what: string, { seconds, cpuSeconds, peakMb }: Measured): void {
  const [load] = loadavg()
  const figures = [`${rounded(seconds)} s`, `${rounded(cpuSeconds)} s of Node's CPU`]
  const memory = `${rounded(peakMb)} MB`
  process.stderr.write(`${[what, ...figures, memory, `load ${rounded(load)}`].join(', ')}\n`)
}

function of(rounds: Measured[], field: keyof Measured): number {
  return median(rounds.map((each) => each[field]))
}

/** Runs a script once for each list of arguments, all at once. */
function measure(script: string, runs: string[][], env: NodeJS.ProcessEnv): Promise<Measured[]> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return Promise.all(
    runs.map(async (args) => {
      const all = ['--import=@poppinss/ts-exec', path, ...args]
      const { stdout } = await run(process.execPath, all, { env })
      return JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as Measured
    })
  )
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
