import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'
import { migrate } from './migrate.js'
import type { Measured } from './support/measured.js'

/**
 * The register of shares at scale: a day's register streamed to CSV in bounded memory against COPY
 * of the same replay, and the office's lists and searches against the shortest SELECT of a page.
 * The register is made up by `shares:seed-bulk`, through every trigger, which takes most of the time.
 *
 *   npm run bench -- register                    100,000 members, 300,000 movements
 *   MEMBERS=10000 npm run bench -- register      and three movements each
 */
const ROUNDS = 3
const MEMBERS = Number(process.env.MEMBERS ?? 100_000)
const MOVEMENTS = Number(process.env.MOVEMENTS ?? MEMBERS * 3)
const FIRST_DAY = '2016-01-01'
const PAST_DAY = '2024-06-30'
const run = promisify(execFile)

const services = new URL('../bin/services/', import.meta.url)
const { loadSecrets } = await import(new URL('secrets.mjs', services).href)
const { startPostgres } = await import(new URL('postgres.mjs', services).href)

const storage = mkdtempSync(join(tmpdir(), 'peerfy-bench-register-'))
const secrets = await loadSecrets(storage)
const postgres = await startPostgres({ storage, secrets })
try {
  await migrate(postgres.url)
  await adoptStatutes(postgres.url)
  const env = environment(postgres.url)
  const seeded = await seed(env)
  const size = `${MEMBERS} members, ${MOVEMENTS} movements`
  report(`made up through the triggers, ${size}`, 'movements/s', MOVEMENTS / seeded.seconds)
  await compareFiles(env, size)
  await comparePages(env, size)
} finally {
  await postgres.stop()
  rmSync(storage, { recursive: true, force: true })
}

async function adoptStatutes(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `INSERT INTO statute_profiles
         (id, version, state, label, settings, source_fr, source_en, body_fr, body_en, body_sha256,
          resolution_reference, resolution_date, effective_on, adopted_by_label, adopted_at, created_at)
       VALUES (gen_random_uuid(), 1, 'adopted', 'bench', $1, '-', '-', '-', '-', $2, 'bench', $3::date, $3::date,
               'bench', $3::date, $3::date)`,
      [JSON.stringify(REFERENCE_SETTINGS), '0'.repeat(64), FIRST_DAY]
    )
  } finally {
    await client.end()
  }
}

function environment(url: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: '1',
    APP_URL: 'http://127.0.0.1:1',
    APP_KEY: secrets.appKey,
    LOG_LEVEL: 'error',
    SESSION_DRIVER: 'memory',
    LIMITER_STORE: 'memory',
    PEERFY_STORAGE: storage,
    PEERFY_MODE: 'embedded',
    DATABASE_URL: url,
    CHAIN_RPC_URL: 'http://127.0.0.1:1',
    CHAIN_ID: '31337',
    TRACKER_TOKEN_KEY: secrets.trackerTokenKey,
  }
}

function scriptArgs(script: string, args: string[]): string[] {
  const path = fileURLToPath(new URL(script, import.meta.url))
  return ['--import=@poppinss/ts-exec', path, ...args]
}

/** Says how far it is while it runs: minutes pass. */
function seed(env: NodeJS.ProcessEnv): Promise<Measured> {
  const args = scriptArgs('./register_work.ts', ['seed', `${MEMBERS}`, `${MOVEMENTS}`])
  return new Promise((resolve, reject) => {
    const seeding = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    seeding.stdout.on('data', (chunk: Buffer) => (text += chunk))
    seeding.on('error', reject)
    seeding.on('exit', (code) =>
      code === 0 ? resolve(lastJson(text)) : reject(new Error(`seeding ended with ${code}`))
    )
  })
}

async function compareFiles(env: NodeJS.ProcessEnv, size: string): Promise<void> {
  for (const day of [PAST_DAY, new Date().toISOString().slice(0, 10)]) {
    const ours: Measured[] = []
    const peers: Measured[] = []
    for (let round = 0; round < ROUNDS; round++) {
      peers.push(await child('./peers/register_sql.ts', ['csv', day], env))
      ours.push(await child('./register_work.ts', ['csv', day], env))
    }
    const what = `register of ${day === PAST_DAY ? 'a past day' : 'today'} as CSV, ${size}`
    const floor = (field: keyof Measured) => middle(peers.map((each) => each[field]))
    const value = (field: keyof Measured) => middle(ours.map((each) => each[field]))
    report(what, 's', value('seconds'), floor('seconds'))
    report(`peak memory of Node, ${what}`, 'MB', value('peakMb'), floor('peakMb'))
  }
}

async function comparePages(env: NodeJS.ProcessEnv, size: string): Promise<void> {
  const { median } = await child<{ median: number }>('./peers/register_sql.ts', ['page'], env)
  const pages = await child<Record<string, number>>('./register_work.ts', ['pages'], env)
  for (const [page, value] of Object.entries(pages)) {
    report(`${page}, ${size}`, 'ms', value, median, 'a page of members by SELECT')
  }
}

async function child<T = Measured>(
  script: string,
  args: string[],
  env: NodeJS.ProcessEnv
): Promise<T> {
  const { stdout } = await run(process.execPath, scriptArgs(script, args), { env })
  return lastJson<T>(stdout)
}

function lastJson<T>(text: string): T {
  return JSON.parse(text.trimEnd().split('\n').at(-1)!) as T
}

function report(
  figure: string,
  unit: string,
  value: number,
  peerValue?: number,
  peer = 'COPY of the same replay, discarded'
): void {
  const line = {
    bench: 'register',
    figure,
    value: rounded(value),
    unit,
    better: unit.endsWith('/s') ? 'higher' : 'lower',
    peer: peerValue === undefined ? null : peer,
    peer_value: peerValue === undefined ? null : rounded(peerValue),
    ratio: peerValue === undefined ? null : rounded(value / peerValue),
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
