import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rememberedPort, freePort } from './ports.mjs'
import { planRun, serverUser } from './postgres_binaries.mjs'
import { commandLine, isRunning, recordOf, stopProcess } from './processes.mjs'
import { PlainError } from './say.mjs'

const DATABASE = 'peerfy'
const OWNER = 'postgres'
const ROLE = 'peerfy'

/** Signals PostgreSQL understands: fast shutdown, immediate shutdown, and the last resort. */
const STOP_STEPS = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 2_000],
]

/**
 * Starts the PostgreSQL of a storage folder, or joins it when it runs already (another command of
 * the same project, or what a supervisor killed with -9 left behind). Creates the cluster on first
 * use: UTF-8, French ICU order; the application's role owns its database and is no superuser.
 *
 * @param {{ storage: string, secrets: object, throwAway?: boolean }} options throwAway gives up
 *   durability for speed, for tests only
 * @returns {Promise<{ url: string, port: number, record: object, joined: boolean, stop: () => Promise<void> }>}
 */
export async function startPostgres({ storage, secrets, throwAway = false }) {
  const parent = join(storage, 'postgres')
  const data = join(parent, 'data')
  mkdirSync(parent, { recursive: true })
  const running = runningCluster(data)
  if (running) return describe({ ...running, secrets, joined: true })

  const user = serverUser(data)
  const plan = planRun(parent, user)
  createCluster({ data, parent, plan, user, secrets })
  const port = throwAway ? await freePort() : await rememberedPort(join(parent, 'port'))
  const record = await launch({ data, parent, plan, port, throwAway, secrets })
  await createDatabase({ port, secrets, throwAway })
  return describe({ port, record, secrets, joined: false })
}

function describe({ port, record, secrets, joined }) {
  const url = `postgres://${ROLE}:${secrets.databasePassword}@127.0.0.1:${port}/${DATABASE}`
  return { url, port, record, joined, stop: () => stopCluster(record) }
}

/** Fast shutdown of a server: its clients are cut off, what they committed is kept. */
export async function stopCluster(record) {
  await stopProcess(record, STOP_STEPS)
}

/** The server that runs on a data folder, as its own pid file tells; checked, for it may be stale. */
export function runningCluster(data) {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(data)) return undefined
  let lines
  try {
    if (!existsSync(file)) return undefined
    lines = readFileSync(file, 'utf8').split('\n')
  } catch (error) {
    if (error.code !== 'EACCES') throw error
    throw new PlainError(
      `${data} belongs to another user: run this as that user, or set PEERFY_STORAGE to a folder of your own.`
    )
  }
  const record = recordOf(Number(lines[0]))
  if (!isRunning(record) || !commandLine(record.pid).includes(data)) return undefined
  return { record, port: Number(lines[3]) }
}

function createCluster({ data, parent, plan, user, secrets }) {
  if (existsSync(join(data, 'PG_VERSION')) && existsSync(join(parent, 'created'))) return
  // A first start that was cut short leaves half a cluster and nothing of anybody's.
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
  const passwordFile = join(data, '..', 'owner-password')
  rmSync(passwordFile, { force: true })
  writeFileSync(passwordFile, secrets.databaseOwnerPassword, { mode: 0o600 })
  if (user) {
    chownSync(data, user.uid, user.gid)
    chownSync(passwordFile, user.uid, user.gid)
  }
  const { command, args, options } = plan.wrap(join(plan.folder, 'bin/initdb'), [
    ...['-D', data, '-U', OWNER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=fr-FR'],
    ...['-L', join(plan.folder, 'share/postgresql'), '--no-instructions'],
  ])
  const run = spawnSync(command, args, { ...options, encoding: 'utf8', cwd: '/', env: serverEnv() })
  rmSync(passwordFile, { force: true })
  if (run.status !== 0) {
    rmSync(data, { recursive: true, force: true })
    throw new Error(`initdb failed: ${run.error?.message ?? run.stderr}`)
  }
  chmodSync(data, 0o700)
  writeFileSync(join(parent, 'created'), 'complete\n')
}

function serverEnv() {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
}

async function launch({ data, parent, plan, port, throwAway, secrets }) {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    jit: 'off',
    ...(throwAway && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const program = join(plan.folder, 'bin/postgres')
  const { command, args, options } = plan.wrap(program, ['-D', data, ...flags])
  const logFile = join(parent, 'server.log')
  const log = openSync(logFile, 'w', 0o600)
  // A group of its own: Ctrl-C in the terminal must not stop the database before its users.
  const child = spawn(command, args, {
    ...options,
    cwd: '/',
    env: serverEnv(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const failed = new Promise((resolve) => child.once('error', resolve))
  child.unref()
  const error = await Promise.race([failed, untilReady({ child, port, secrets })])
  if (error) {
    if (child.pid) await stopProcess(recordOf(child.pid), STOP_STEPS)
    throw new Error(`PostgreSQL did not start: ${error.message}\n${tail(logFile)}`)
  }
  return recordOf(child.pid)
}

/** Resolves to nothing when the server takes queries (after recovery, too), else to the error. */
async function untilReady({ child, port, secrets }) {
  const end = Date.now() + 60_000
  let last = new Error('it said nothing for 60 s')
  while (Date.now() < end) {
    if (child.exitCode !== null || child.signalCode) return new Error('it stopped at once')
    try {
      await asOwner({ port, secrets }, 'postgres', () => undefined)
      return undefined
    } catch (error) {
      last = error
    }
    await sleep(20)
  }
  return last
}

async function asOwner({ port, secrets }, database, work) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: OWNER,
    password: secrets.databaseOwnerPassword,
    database,
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function createDatabase({ port, secrets, throwAway }) {
  await asOwner({ port, secrets }, 'postgres', async (client) => {
    const found = async (sql) => (await client.query(sql)).rowCount > 0
    if (!(await found(`SELECT 1 FROM pg_roles WHERE rolname = '${ROLE}'`))) {
      await client.query(
        `CREATE ROLE ${ROLE} LOGIN CREATEDB PASSWORD '${secrets.databasePassword}'`
      )
    }
    if (!(await found(`SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`))) {
      await client.query(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`)
    }
    // Tests empty their tables without guards and checks (tests/support/empty_tables.ts).
    if (throwAway) await client.query(`GRANT SET ON PARAMETER session_replication_role TO ${ROLE}`)
  })
}

function tail(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-15).join('\n') : ''
}
