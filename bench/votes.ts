import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { migrate } from './migrate.js'
import { bootedApp } from './register_app.js'

/**
 * 5,000 members who vote within one minute, through HTTP: session, CSRF, rules, transaction and
 * receipt, on the site as it runs, with clients and PostgreSQL (fully durable) on the same cores.
 * Latency counts from the instant at which a vote was meant to be sent. A vote that gets no answer is
 * sent again, as the page does (`use_ballot`); how many were is told. Everybody has the meeting open
 * beside it, kept up to date by server-sent events. Then the same members vote again in a rush, as
 * fast as the site takes them. The peer writes the same rows one after the other on one connection,
 * without any rule.
 *
 *   VOTERS=500 npm run bench -- votes      a smaller meeting, still in one minute
 *   WATCHERS=0 npm run bench -- votes      without open pages
 */
const VOTERS = Number(process.env.VOTERS ?? 5_000)
const WATCHERS = Number(process.env.WATCHERS ?? VOTERS)
/** As the page waits before it sends a vote again. */
const RETRY_MS = 2_000
const TRIES = 30
const MINUTE_MS = Number(process.env.WINDOW_SECONDS ?? 60) * 1_000
const AT_ONCE = 64

const services = new URL('../bin/services/', import.meta.url)
const { loadSecrets } = await import(new URL('secrets.mjs', services).href)
const { startPostgres } = await import(new URL('postgres.mjs', services).href)
const storage = mkdtempSync(join(tmpdir(), 'peerfy-bench-votes-'))
const secrets = await loadSecrets(storage)
const postgres = await startPostgres({ storage, secrets })
Object.assign(process.env, {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: '1',
  APP_URL: 'http://127.0.0.1:1',
  APP_KEY: secrets.appKey,
  LOG_LEVEL: 'error',
  SESSION_DRIVER: 'database',
  LIMITER_STORE: 'memory',
  PEERFY_STORAGE: storage,
  PEERFY_MODE: 'embedded',
  DATABASE_URL: postgres.url,
  CHAIN_RPC_URL: 'http://127.0.0.1:1',
  CHAIN_ID: '31337',
  TRACKER_TOKEN_KEY: secrets.trackerTokenKey,
})

type Run = { latencies: number[]; seconds: number; errors: number }

/** Votes that were sent more than once. */
let resent = 0

try {
  await migrate(postgres.url)
  const app = await bootedApp()
  await app.start(() => measure())
  await app.terminate()
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await postgres.stop()
  rmSync(storage, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const meeting = await import('#tests/support/meeting')
  const { adoptTestStatutes } = await import('#tests/support/statutes')
  const { openPage, sendVote, signIn, watchLive } = await import('#tests/support/voters')
  const { killSite, startSite } = await import('#tests/support/site')
  await adoptTestStatutes({}, '2020-01-01')
  const third = Math.ceil(VOTERS / 3)
  const members = [
    ...(await meeting.givenMembers(third, 'subscriber')),
    ...(await meeting.givenMembers(third, 'artist')),
    ...(await meeting.givenMembers(VOTERS - 2 * third, 'employee')),
  ]
  const { assembly, resolutions } = await meeting.givenMeeting({ resolutions: [{}, {}] })
  await meeting.begin(assembly)
  await meeting.arrive(assembly, ...members.slice(0, Math.ceil(VOTERS / 4)))
  for (const resolution of resolutions) await meeting.putToVote(resolution)
  const voters = await signIn(members)
  const site = await startSite()
  try {
    await inTurns(voters, 32, (voter) => openPage(site.url, voter))
    const streams = voters
      .slice(0, WATCHERS)
      .map((voter) => watchLive(site.url, voter, assembly.id))
    await Promise.all(streams.map(({ opened }) => opened))
    const say = (resolution: number) => async (voter: (typeof voters)[number], index: number) => {
      const choice = index % 3 === 0 ? 'no' : 'yes'
      await untilAnswered(() => sendVote(site.url, voter, resolutions[resolution].id, choice))
    }
    const minute = await spread(voters, say(0))
    const before = cpuMs(site.child.pid!)
    const rush = await timed(voters, AT_ONCE, say(1))
    const cpu = (cpuMs(site.child.pid!) - before) / VOTERS
    console.error(
      `${cpu.toFixed(1)} ms of the site’s own CPU a vote, load ${loadavg()[0].toFixed(0)}`
    )
    const events = streams.reduce((sum, stream) => sum + stream.events(), 0)
    console.error(`${WATCHERS} pages open, ${events} events, ${resent} votes sent again`)
    for (const { close } of streams) close()
    const rows = await plainInserts(resolutions[0].id)
    const open = `${WATCHERS} pages open`
    tell(
      `p95 of a vote’s answer, within one minute, ${open}`,
      'ms',
      p95(minute.latencies),
      p95(rows.latencies)
    )
    tell('the minute, until the last answer', 's', minute.seconds, MINUTE_MS / 1_000)
    tell('votes in a rush, 64 at a time', 'votes/s', VOTERS / rush.seconds, VOTERS / rows.seconds)
    for (const [index, run] of [minute, rush].entries()) {
      await account(resolutions[index].id, run)
    }
  } finally {
    await killSite(site, 'SIGTERM')
  }
}

/** Sends until something certain comes back, as the page does. */
async function untilAnswered(send: () => Promise<{ status: number; receipt?: string }>) {
  for (let attempt = 1; ; attempt++) {
    const answer = await send().catch(() => null)
    if (answer?.receipt) return
    if (answer && answer.status < 500) throw new Error(`answered ${answer.status}`)
    if (attempt === TRIES) throw new Error('no answer')
    resent += 1
    await wait(RETRY_MS)
  }
}

/** User and system time of a process so far; Linux counts it in hundredths of a second. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Everybody at their own instant of the minute, whether the site keeps up or not. */
async function spread<T>(all: T[], work: (one: T, index: number) => Promise<void>): Promise<Run> {
  const run: Run = { latencies: [], seconds: 0, errors: 0 }
  const start = performance.now()
  await Promise.all(
    all.map(async (one, index) => {
      const due = start + (index * MINUTE_MS) / all.length
      await wait(Math.max(0, due - performance.now()))
      await once(run, due, () => work(one, index))
    })
  )
  return { ...run, seconds: (performance.now() - start) / 1_000 }
}

async function timed<T>(all: T[], atOnce: number, work: (one: T, index: number) => Promise<void>) {
  const run: Run = { latencies: [], seconds: 0, errors: 0 }
  const start = performance.now()
  await inTurns(all, atOnce, (one, index) => once(run, performance.now(), () => work(one, index)))
  return { ...run, seconds: (performance.now() - start) / 1_000 }
}

async function once(run: Run, from: number, work: () => Promise<void>): Promise<void> {
  try {
    await work()
    run.latencies.push(performance.now() - from)
  } catch (error) {
    run.errors += 1
    console.error(error)
  }
}

async function inTurns<T>(
  all: T[],
  atOnce: number,
  work: (one: T, index: number) => Promise<void>
) {
  let next = 0
  const worker = async () => {
    while (next < all.length) {
      const index = next++
      await work(all[index], index)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** The peer: the same rows into a table with the same keys, one transaction each. */
async function plainInserts(resolutionId: string): Promise<Run> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  try {
    await client.query('CREATE TABLE plain (LIKE ballots INCLUDING INDEXES)')
    const found = await client.query('SELECT * FROM ballots WHERE resolution_id = $1', [
      resolutionId,
    ])
    const columns = found.fields.map(({ name }) => name)
    const marks = columns.map((_, index) => `$${index + 1}`)
    const text = `INSERT INTO plain (${columns.join()}) VALUES (${marks.join()})`
    return await timed(found.rows, 1, async (row) => {
      await client.query(
        text,
        columns.map((name) => row[name])
      )
    })
  } finally {
    await client.end()
  }
}

/** Every vote that was answered with a receipt is in the box, once. */
async function account(resolutionId: string, { errors, latencies }: Run): Promise<void> {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  const { rows } = await db.rawQuery(
    `SELECT count(*)::int AS kept, count(DISTINCT elector_member_id)::int AS voters
       FROM ballots WHERE resolution_id = ?`,
    [resolutionId]
  )
  const [{ kept, voters }] = rows
  const wrong = errors + Math.abs(kept - latencies.length) + (kept - voters)
  console.error(`${kept} ballots of ${voters} members, ${errors} errors`)
  tell('votes refused, lost or there twice', 'votes', wrong, 0)
  if (wrong > 0) process.exitCode = 1
}

function p95(latencies: number[]): number {
  return latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length * 0.95)]
}

function tell(figure: string, unit: string, value: number, peerValue: number): void {
  console.log(
    JSON.stringify({
      bench: 'votes',
      figure: `${figure}, ${VOTERS} members`,
      value: Number(value.toFixed(1)),
      unit,
      better: unit === 'votes/s' ? 'higher' : 'lower',
      peer: 'plain INSERT, one connection',
      peer_value: Number(peerValue.toFixed(1)),
      ratio: peerValue === 0 ? null : Number((value / peerValue).toFixed(2)),
    })
  )
}
