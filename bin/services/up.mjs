import { EventEmitter, once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { allRunning, embeddedParts, openStore, readStore } from './embedded.mjs'
import { runFile, startEmbedded, writeStore } from './embedded.mjs'
import { hashOf, readJson, writeJson } from './files.mjs'
import { buildFront, generateCode } from './front.mjs'
import { typescriptArgs } from './node_args.mjs'
import { configuredEnv, projectRoot, storageFolder } from './paths.mjs'
import { parsePort, portState } from './ports.mjs'
import { giveLock, isRunning, otherHolders, recordOf } from './processes.mjs'
import { stopProcess, takeLock, whenParentDies } from './processes.mjs'
import { PlainError, Progress } from './say.mjs'
import { startOver } from './start_over.mjs'
import { Supervisor } from './supervisor.mjs'

/** How long a part may fail, or the server be silent, before a start says so. */
const UNHEALTHY_MS = 20_000
const SILENT_MS = 90_000
const WATCH_MS = 2_000
/** What the database and the chain were prepared from: a change of it prepares them again. */
const PREPARED_FROM = [
  [join(projectRoot, 'database/migrations'), join(projectRoot, 'contracts')],
  { namesOnly: [join(projectRoot, 'commands')] },
]

/** Runs the whole co-operative until a signal says stop; resolves to the exit code. */
export async function up(args) {
  const flags = readFlags(args)
  const env = configuredEnv()
  const storage = storageFolder(env)
  const address = readAddress(env)
  const lock = runFile(storage, 'up.lock')
  refuseImpossible(flags, env)
  openStore(storage)
  refuseSecond(takeLock(lock, { url: address.url }), storage)
  try {
    await stopLeftChildren(storage)
    await refuseTakenPort(address)
    await makeRoom(flags, storage, env)
    return await new Run({ flags, env, storage, address }).main()
  } finally {
    rmSync(runFile(storage, 'up.json'), { force: true })
    giveLock(lock)
  }
}

/** Flags, also as npm hands them on when somebody forgets the `--` before them. */
function readFlags(args) {
  const options = { fresh: { type: 'boolean' }, empty: { type: 'boolean' } }
  try {
    const { values } = parseArgs({ args, options })
    const { npm_config_fresh: fresh, npm_config_empty: empty } = process.env
    return {
      fresh: values.fresh ?? fresh === 'true',
      empty: values.empty ?? empty === 'true',
    }
  } catch (error) {
    throw new PlainError(`${error.message}. Known are --fresh (start over) and --empty (no demo).`)
  }
}

function readAddress(env) {
  const port = env.PORT === undefined ? 3333 : parsePort(env.PORT)
  if (!port) throw new PlainError(`PORT is "${env.PORT}": write a number from 1 to 65535.`)
  const host = env.HOST ?? '127.0.0.1'
  return { port, host, url: env.APP_URL ?? `http://localhost:${port}` }
}

function refuseImpossible({ fresh, empty }, env) {
  if (!env.DATABASE_URL) return
  if (fresh) {
    throw new PlainError(
      'DATABASE_URL is set: --fresh only throws embedded data away and touches no other database. Unset DATABASE_URL, or empty that database yourself.'
    )
  }
  if (empty)
    throw new PlainError('DATABASE_URL is set: there is no demo to leave out, drop --empty.')
}

function refuseSecond(owner, storage) {
  if (!owner) return
  const where = owner.url ? ` at ${owner.url}` : ''
  throw new PlainError(
    `Peerfy runs already on ${storage}${where} (process ${owner.pid}). Stop that one first, or set PEERFY_STORAGE and PORT for a second co-operative.`
  )
}

/** What a start that was killed with -9 could not stop itself. */
async function stopLeftChildren(storage) {
  const left = readJson(runFile(storage, 'up.json'))?.children ?? []
  const steps = [
    ['SIGTERM', 5_000],
    ['SIGKILL', 2_000],
  ]
  await Promise.all(left.filter(isRunning).map((one) => stopProcess(one, steps, { group: true })))
}

async function refuseTakenPort({ port, host }) {
  const state = await portState(port, host)
  if (state === 'free') return
  const other = port === 3333 ? 4444 : port + 1
  throw new PlainError(
    state === 'taken'
      ? `Port ${port} is in use by another program: stop it, or choose another port with PORT=${other} npm start`
      : `This user may not open port ${port}: choose one above 1023 with PORT=3333 npm start`
  )
}

async function makeRoom({ fresh, empty }, storage, env) {
  if (!embeddedParts(env).database) return
  const store = readStore(storage)
  const interrupted = store?.seeding === true
  if (fresh || interrupted) {
    refuseWhileUsed(storage)
    const left = await startOver(storage)
    if (interrupted && !fresh)
      process.stdout.write('The first start was cut short: beginning again.\n')
    if (left.length > 0) process.stdout.write(`Left alone in ${storage}: ${left.join(', ')}\n`)
    openStore(storage)
    return
  }
  if (empty && store?.profile === 'demo') {
    throw new PlainError(
      `${storage} holds the demo co-operative, which --empty would not remove. Start over with "npm start -- --empty --fresh", or keep it and set PEERFY_STORAGE to another folder.`
    )
  }
}

function refuseWhileUsed(storage) {
  const [user] = otherHolders(runFile(storage, 'holders'))
  if (!user) return
  throw new PlainError(
    `"${user.purpose}" (process ${user.pid}) still uses ${storage}: stop it first.`
  )
}

/** One run, from the first progress line to the last stopped process. */
class Run {
  constructor(known) {
    Object.assign(this, known)
    this.progress = new Progress()
    this.say = (text) => this.progress.line(text)
    this.supervisor = new Supervisor({
      node: process.execPath,
      cwd: projectRoot,
      logs: join(this.storage, 'logs'),
      say: this.say,
      onChange: () => this.writeDown(),
    })
    this.stopped = new Promise((resolve) => (this.resolveStopped = resolve))
  }

  writeDown() {
    const children = this.supervisor.records()
    const { url } = this.address
    writeJson(runFile(this.storage, 'up.json'), recordOf(process.pid, { url, children }))
  }

  async main() {
    this.listenForSignals()
    let code = 0
    try {
      await this.start()
      if (!this.stopping) await this.watch()
    } catch (error) {
      if (!this.stopping) {
        code = 1
        const text = error instanceof PlainError ? error.message : (error.stack ?? error)
        process.stderr.write(`\n${text}\n`)
      }
    }
    await this.stop()
    return code
  }

  listenForSignals() {
    const onSignal = () => {
      if (this.stopping) return
      this.stopping = true
      this.say('\nStopping …')
      this.resolveStopped()
      // Cuts short whatever start() is waiting for.
      void this.supervisor.stop()
    }
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, onSignal)
    whenParentDies(onSignal)
  }

  async start() {
    const { progress, storage } = this
    this.say(`\nPeerfy: ${storage}\n`)
    await progress.step('Database and chain', () => this.startServices())
    await progress.step('Typed routes and pages', () => this.generate())
    await this.chooseProfile()
    // Two cores: the browser's files are built while the database is filled.
    const built = this.build()
    built.catch(() => undefined)
    await this.prepare()
    await progress.step('Pages for the browser', () => built)
    await progress.step('Web server and worker', () => this.serve())
    this.announce()
  }

  async startServices() {
    const { storage, env } = this
    this.embedded = await startEmbedded({ storage, env, purpose: 'npm start' })
    const { database, chain } = this.embedded.services
    const names = [database?.joined && 'database', chain?.joined && 'chain'].filter(Boolean)
    return names.length > 0 ? `${names.join(' and ')} still ran` : ''
  }

  async generate() {
    const args = [...typescriptArgs('bin/console.ts'), 'codegen']
    const did = await generateCode(() => this.supervisor.run('codegen', args, this.embedded.env))
    return did ? '' : 'unchanged'
  }

  async build() {
    const production = { ...this.embedded.env, NODE_ENV: 'production' }
    const did = await buildFront((name, args) => this.supervisor.run(name, args, production))
    return did ? '' : 'unchanged'
  }

  /** Demo or real: decided once, on the first start of a storage folder. */
  async chooseProfile() {
    const { storage } = this
    if (!embeddedParts(this.env).database || readStore(storage).profile) return
    const profile = this.flags.empty || (await this.hasAccounts()) ? 'empty' : 'demo'
    writeStore(storage, { profile })
    await this.embedded.ensure()
    this.embedded.env = this.embedded.current().env
  }

  async hasAccounts() {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: this.embedded.env.DATABASE_URL })
    await client.connect()
    try {
      const { rows } = await client.query(`SELECT to_regclass('accounts') IS NOT NULL AS known`)
      if (!rows[0].known) return false
      return (await client.query('SELECT 1 FROM accounts LIMIT 1')).rowCount > 0
    } finally {
      await client.end()
    }
  }

  /** Migrates, deploys the contract and seeds, in one boot; nothing when all was done before. */
  async prepare() {
    const { storage } = this
    const ours = embeddedParts(this.env).database
    const store = readStore(storage)
    const migrated = hashOf(...PREPARED_FROM)
    const steps = []
    if (!ours || store.migrated !== migrated) {
      const args = ['--force', '--compact-output', '--no-schema-generate']
      steps.push({ name: 'migration:run', args, title: 'Tables of the database' })
      steps.push({ name: 'identity:seed-legal-texts', title: 'Legal texts' })
      steps.push({ name: 'licensing:install-texts', title: 'Licence texts' })
      steps.push({ name: 'subscriptions:install-plan', title: 'Plan on offer' })
      if (!ours || store.profile !== 'demo') {
        steps.push({ name: 'statutes:install-profile', title: 'Statutes to complete' })
      }
      if (ours) steps.push({ name: 'publication:deploy', title: 'Contract on the chain' })
    }
    if (ours && store.profile === 'demo' && !store.seeded) {
      steps.push({ name: 'demo:seed', title: 'Demo co-operative' })
    }
    if (steps.length === 0) return
    const done = await this.runSteps(steps)
    if (!ours) return
    const seeded = store.seeded === true || done.has('demo:seed')
    writeStore(storage, { migrated, seeded, seeding: false })
  }

  /** Runs the commands, each a line of its own; one that this version does not have is passed over. */
  async runSteps(steps) {
    const done = new Set()
    const told = new EventEmitter()
    const args = [...typescriptArgs('bin/prepare.ts'), JSON.stringify(steps)]
    const run = this.supervisor.run('prepare', args, this.embedded.env, ({ name, state }) => {
      if (name === 'demo:seed' && state === 'begun') writeStore(this.storage, { seeding: true })
      if (state === 'done') done.add(name)
      told.emit(name, state)
    })
    // Whatever has not spoken when the process is gone will not speak any more.
    const over = run.then(() => 'over')
    over.catch(() => undefined)
    const heard = new Map(steps.map(({ name }) => [name, listen(told, name)]))
    for (const { name, title } of steps) {
      const { first, end } = heard.get(name)
      if ((await Promise.race([first, over])) !== 'begun') continue
      await this.progress.step(title, async () => void (await Promise.race([end, over])))
    }
    await run
    return done
  }

  async serve() {
    const { env } = this.embedded
    this.supervisor.keep('web', typescriptArgs('bin/server.ts'), env)
    this.supervisor.keep('worker', [...typescriptArgs('bin/console.ts'), 'queue:work'], env)
    return this.untilHealthy()
  }

  /** Waits for a healthy answer; one that stays unhealthy is served all the same, and named. */
  async untilHealthy() {
    const url = `${this.localUrl()}/health`
    const began = Date.now()
    while (!this.stopping) {
      const { ok, answered, said } = await askHealth(url)
      if (ok) return ''
      const waited = Date.now() - began
      if (answered && waited > UNHEALTHY_MS) return `not healthy: ${said}`
      if (!answered && waited > SILENT_MS) {
        const lines = this.supervisor.lastLines('web')
        throw new PlainError(`The web server does not answer (${url}: ${said}).\n${lines}`)
      }
      await sleep(50)
    }
    return ''
  }

  localUrl() {
    const { port, host } = this.address
    const target = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
    return `http://${target.includes(':') ? `[${target}]` : target}:${port}`
  }

  announce() {
    if (this.stopping) return
    const { url } = this.address
    this.say(`\nReady after ${this.progress.elapsed()}: ${url}\n`)
    for (const line of accountLines(this.storage)) this.say(line)
    if (readStore(this.storage)?.profile === 'empty') {
      this.say('An empty co-operative. Its first account: node ace identity:create-admin')
    }
    this.say(`Logs: ${join(this.storage, 'logs')}   Stop: Ctrl-C\n`)
  }

  /** Looks after the database and the chain until a signal comes. */
  async watch() {
    const stopped = this.stopped.then(() => true)
    while (!(await Promise.race([stopped, sleep(WATCH_MS)]))) {
      const services = this.embedded.current()
      try {
        services.chain?.keep()
        if (allRunning(services)) continue
        this.say('The database or the chain stopped by itself: starting it again')
        await this.embedded.ensure()
      } catch (error) {
        this.say(`It did not start: ${error.message}`)
      }
    }
  }

  async stop() {
    this.stopping = true
    await this.supervisor.stop()
    const left = (await this.embedded?.stop())?.leftTo ?? []
    for (const { purpose, pid } of left) {
      this.say(
        `The database stays up for "${purpose}" (process ${pid}), which stops it at its end.`
      )
    }
    this.say('Stopped.')
  }
}

/** The first and the last word of a command. */
function listen(told, name) {
  const first = once(told, name).then(([state]) => state)
  const end = new Promise((resolve) => told.on(name, (state) => state === 'done' && resolve(state)))
  return { first, end }
}

async function askHealth(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    const text = await answer.text()
    return { ok: answer.ok, answered: true, said: failingChecks(text) ?? text.slice(0, 200) }
  } catch (error) {
    return { ok: false, answered: false, said: error.cause?.message ?? error.message }
  }
}

function failingChecks(text) {
  try {
    const failing = Object.entries(JSON.parse(text).checks).filter(([, state]) => state !== 'ok')
    return failing.map(([name, state]) => `${name} (${state})`).join(', ')
  } catch {
    return undefined
  }
}

function accountLines(storage) {
  const file = join(storage, 'demo/accounts.json')
  const accounts = existsSync(file) ? readJson(file, []) : []
  const list = Array.isArray(accounts) ? accounts : (accounts.accounts ?? [])
  if (list.length === 0) return []
  const rows = list.map((one) => [one.role ?? one.door ?? '', one.email ?? '', one.password ?? ''])
  const width = (column) => Math.max(...rows.map((row) => String(row[column]).length))
  const line = (row) =>
    row
      .map((cell, i) => String(cell).padEnd(width(i)))
      .join('   ')
      .trimEnd()
  return ['Demo accounts (who, e-mail, password):', ...rows.map((row) => `  ${line(row)}`), '']
}
