import { spawn } from 'node:child_process'
import { mkdtempSync, chmodSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runFile, startEmbedded } from './embedded.mjs'
import { readJson } from './files.mjs'
import { buildFront, generateCode } from './front.mjs'
import { bundleCheck, HOUSE_CHECKS } from './house_checks.mjs'
import { typescriptArgs } from './node_args.mjs'
import { projectRoot } from './paths.mjs'
import { freePort } from './ports.mjs'
import { otherHolders, recordOf, signal, stopProcess, whenParentDies } from './processes.mjs'
import { startRedis } from './redis.mjs'
import { PlainError, Progress } from './say.mjs'
import { stopLeftServices } from './start_over.mjs'
import { TEST_TOOLS, toolProgram } from './system_packages.mjs'

const SUITES = ['unit', 'functional', 'stories', 'browser', 'chaos']
/** Suites run two at a time, the long ones first, so that none is left alone at the end. */
const LONGEST_FIRST = ['functional', 'chaos', 'browser', 'unit', 'stories']
const LANES = Number(process.env.PEERFY_TEST_LANES ?? Math.min(2, availableParallelism()))
const PREFIX = 'peerfy-tests-'
const MARK = /(?:^|\0)PEERFY_TEST_RUN=([^\0]*)/
/** A suite that takes longer than this hangs; a machine much slower than two cores may say more. */
const SUITE_MINUTES = Number(process.env.PEERFY_SUITE_MINUTES ?? 30)
/** What waits for a lock that nobody gives back fails and says so: hooks have no time limit. */
const DATABASE_PATIENCE = { lock_timeout: '60s', idle_in_transaction_session_timeout: '120s' }
const STOP_STEPS = [
  ['SIGTERM', 5_000],
  ['SIGKILL', 2_000],
]

/** Runs the house checks and the suites asked for (all when none is); resolves to the exit code. */
export async function runTests(args) {
  const { names, rest } = readArguments(args)
  await removeOldRuns()
  const run = new TestRun(names, rest)
  const minutes = Number(process.env.PEERFY_TEST_MINUTES ?? 60)
  const timer = setTimeout(
    () => run.cutShort(`not finished after ${minutes} min`),
    minutes * 60_000
  )
  const onSignal = (name) => run.cutShort(`stopped by ${name}`)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, onSignal)
  whenParentDies(() => run.cutShort('what started it was killed'))
  try {
    return await run.main()
  } finally {
    clearTimeout(timer)
  }
}

/** Suites come first; from the first option on, everything is the test runner's. */
function readArguments(args) {
  const first = args.findIndex((arg) => arg.startsWith('-'))
  const names = first < 0 ? args : args.slice(0, first)
  const known = ['house', ...SUITES]
  const wrong = names.find((name) => !known.includes(name))
  if (wrong) throw new PlainError(`There is no suite "${wrong}": known are ${known.join(', ')}.`)
  const rest = first < 0 ? [] : args.slice(first)
  const all = rest.length > 0 ? SUITES : known
  return { names: names.length > 0 ? names : all, rest }
}

/** Stops and removes what a test run that was killed with -9 left behind. */
async function removeOldRuns() {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name)
    try {
      if (otherHolders(runFile(folder, 'holders')).length > 0) continue
      await stopLeftServices(folder)
      rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      // Another user's run is that user's to clear.
      if (error.code !== 'EACCES' && error.code !== 'EPERM' && !(error instanceof PlainError))
        throw error
    }
  }
}

class TestRun {
  sums = { passed: 0, failed: 0, skipped: 0 }
  #children = new Set()

  constructor(names, rest) {
    Object.assign(this, { names, rest })
    this.progress = new Progress()
    this.storage = mkdtempSync(join(tmpdir(), PREFIX))
    // The database's own user has to get in when root runs the tests.
    chmodSync(this.storage, 0o711)
  }

  async main() {
    const began = Date.now()
    try {
      if (this.names.includes('house') && !this.cut) await this.house()
      const suites = this.names.filter((name) => name !== 'house')
      if (suites.length > 0 && !this.cut) await this.suites(suites)
    } catch (error) {
      this.sums.failed += 1
      process.stderr.write(`\n${error instanceof PlainError ? error.message : error.stack}\n`)
    } finally {
      await this.cleanUp()
    }
    return this.conclude(began)
  }

  conclude(began) {
    const { sums } = this
    if (this.cut) process.stdout.write(`\nThe run was cut short: ${this.cut}\n`)
    if (this.cut) sums.failed += 1
    if (sums.skipped > 0) {
      process.stdout.write(`\n${sums.skipped} skipped\n`)
      if (process.env.CI) sums.failed += sums.skipped
    }
    process.stdout.write(`\n${this.progress.elapsed(began)}\n`)
    process.stdout.write(`${sums.passed} passed, ${sums.failed} failed\n`)
    return sums.failed > 0 || sums.passed === 0 ? 1 : 0
  }

  cutShort(reason) {
    if (this.cut) return
    this.cut = reason
    this.stopChildren()
  }

  stopChildren() {
    for (const one of this.#children) void stopProcess(one, STOP_STEPS, { group: true })
  }

  /** Lint, format, types, unused exports: two at a time, silent unless one fails. */
  async house() {
    await this.codegen(process.env)
    await this.check(bundleCheck(join(this.storage, 'assets')))
    await this.inLanes(HOUSE_CHECKS, 2, (check) => this.check(check))
  }

  /** Does something with each, so many at a time, until the run is cut short. */
  async inLanes(all, lanes, act) {
    const waiting = [...all]
    const lane = async () => {
      for (let one = waiting.shift(); one && !this.cut; one = waiting.shift()) await act(one)
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }

  async check({ name, commands }) {
    const began = Date.now()
    const output = await this.firstFailure(commands)
    const passed = output === undefined
    this.sums[passed ? 'passed' : 'failed'] += 1
    const mark = passed ? 'passed' : 'FAILED'
    process.stdout.write(`house: ${name} ${mark} (${this.progress.elapsed(began)})\n`)
    if (!passed) process.stdout.write(`${output}\n`)
  }

  /** What the first command that fails says; `undefined` when none does. */
  async firstFailure(commands) {
    for (const args of commands) {
      const { code, output } = await this.spawn(args, process.env, 'pipe')
      if (code !== 0) return output
    }
    return undefined
  }

  async suites(names) {
    const env = testEnvironment(this.storage)
    this.embedded = await startEmbedded({
      storage: this.storage,
      env,
      throwAway: true,
      purpose: 'tests',
    })
    this.redis = await startRedis(this.storage)
    const full = {
      ...env,
      ...this.embedded.env,
      REDIS_TEST_URL: this.redis.url,
      PEERFY_MODE: 'embedded',
    }
    await this.codegen(full)
    await this.buildPages(full)
    const order = LONGEST_FIRST.filter((name) => names.includes(name))
    const lanes = Math.min(LANES, order.length)
    const show = lanes > 1 ? 'pipe' : 'inherit'
    await this.inLanes(order, lanes, (name) => this.suite(name, full, show))
  }

  /**
   * One suite in a process, a database, a Redis database and a folder of its own: none stumbles
   * over another's data. Beside another its output is held back and printed whole.
   */
  async suite(name, shared, show) {
    const began = Date.now()
    if (show === 'inherit') process.stdout.write(`\n=== ${name} ===\n`)
    else process.stdout.write(`\n${name} begins; what it says follows when it ends.\n`)
    const mark = join(this.storage, name)
    const report = join(this.storage, `${name}.json`)
    const port = await freePort()
    const env = {
      ...shared,
      DATABASE_URL: await this.ownDatabase(shared.DATABASE_URL, `peerfy_${name}`),
      PEERFY_STORAGE: mkdtempSync(join(this.storage, `${name}-`)),
      PORT: String(port),
      APP_URL: `http://127.0.0.1:${port}`,
      REDIS_TEST_URL: `${shared.REDIS_TEST_URL}/${1 + SUITES.indexOf(name)}`,
      PEERFY_TEST_RUN: mark,
      PEERFY_TEST_REPORT: report,
    }
    const args = [...typescriptArgs('bin/test.ts'), name, ...this.rest]
    const { code, output } = await this.spawn(args, env, show, SUITE_MINUTES)
    if (output) process.stdout.write(`\n=== ${name} ===\n${output}\n`)
    const sums = readJson(report)
    if (!sums) process.stdout.write(`The suite ${name} was stopped or crashed (${code}).\n`)
    const { passed = 0, skipped = 0, ...counted } = sums ?? {}
    // A suite without a test has lost its files, unless options chose some.
    const isWhole = sums && code === 0 && (passed > 0 || this.rest.length > 0)
    const failed = isWhole ? counted.failed : Math.max(1, counted.failed ?? 0)
    this.sums.passed += passed
    this.sums.failed += failed
    this.sums.skipped += skipped
    process.stdout.write(
      `${name}: ${passed} passed, ${failed} failed (${this.progress.elapsed(began)})\n`
    )
    await this.killLeft(`the suite ${name}`, mark)
  }

  async ownDatabase(url, name) {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`CREATE DATABASE ${name}`)
    for (const [limit, time] of Object.entries(DATABASE_PATIENCE)) {
      await client.query(`ALTER DATABASE ${name} SET ${limit} = '${time}'`)
    }
    await client.end()
    return Object.assign(new URL(url), { pathname: `/${name}` }).href
  }

  /** Tests look at the pages that people get: built, as a start would. */
  async buildPages(env) {
    await buildFront(async (name, args) => {
      const { code, output } = await this.spawn(args, { ...env, NODE_ENV: 'production' }, 'pipe')
      if (code !== 0) throw new Error(`${name} failed\n${output}`)
    })
  }

  async codegen(env) {
    await generateCode(async () => {
      const { environmentWithoutServices } = await import('./embedded.mjs')
      const values = await environmentWithoutServices({ storage: this.storage, env: {} })
      const args = [...typescriptArgs('bin/console.ts'), 'codegen']
      const { code, output } = await this.spawn(args, { ...env, ...values }, 'pipe')
      if (code !== 0) throw new Error(`node ace codegen failed\n${output}`)
    })
  }

  /** Runs Node on something in its own process group and takes its output, or lets it through. */
  spawn(args, env, output, minutes = 60) {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, args, {
        cwd: projectRoot,
        env: { PEERFY_TEST_RUN: this.storage, ...env },
        detached: true,
        stdio: ['ignore', output, output],
      })
      const record = recordOf(child.pid)
      this.#children.add(record)
      const stop = () => stopProcess(record, STOP_STEPS, { group: true })
      const limit = setTimeout(stop, minutes * 60_000)
      let text = ''
      child.stdout?.on('data', (data) => (text += data))
      child.stderr?.on('data', (data) => (text += data))
      child.once('error', (error) => resolve({ code: 1, output: error.message }))
      child.once('close', (code) => {
        clearTimeout(limit)
        this.#children.delete(record)
        resolve({ code: code ?? 1, output: text.trim() })
      })
    })
  }

  /** Processes that tests started and did not stop, known by a mark in their environment. */
  async killLeft(whose, mark = this.storage) {
    const left = markedProcesses(mark)
    if (left.length === 0) return
    process.stdout.write(
      `Left running by ${whose}, stopped now: ${left.map((one) => one.name).join(', ')}\n`
    )
    for (const { pid } of left) signal(pid, 'SIGKILL')
    await sleep(100)
  }

  async cleanUp() {
    await this.killLeft('the tests')
    await Promise.all([this.embedded?.stop(), this.redis?.stop()])
    rmSync(this.storage, { recursive: true, force: true, maxRetries: 3 })
  }
}

function markedProcesses(mark) {
  if (process.platform !== 'linux') return []
  const found = []
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const marks = readFileSync(`/proc/${name}/environ`, 'utf8').match(MARK)
      if (marks?.[1] !== mark && !marks?.[1].startsWith(`${mark}/`)) continue
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replace(/\0/g, ' ').trim()
      if (command) found.push({ pid: Number(name), name: command.slice(0, 80) })
    } catch {
      // Gone meanwhile, or another user's.
    }
  }
  return found
}

/** The machine's environment without anything that would lead the tests to a real co-operative. */
function testEnvironment(storage) {
  const foreign =
    /^(DATABASE_URL|REDIS_|CHAIN_|PEERFY_|SMTP_|MAIL_|TRACKER_|PORT$|HOST$|APP_|TRUSTED_)/
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  const chromium = toolProgram(TEST_TOOLS.find((tool) => tool.package === 'chromium'))
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    SESSION_DRIVER: 'memory',
    LIMITER_STORE: 'memory',
    TZ: process.env.TZ ?? 'Europe/Paris',
    // Tests start a hundred processes of ours: each takes the first one's compiled code.
    NODE_COMPILE_CACHE: join(storage, 'compiled'),
    // The project's own .env is a person's configuration, not the tests'.
    ENV_PATH: storage,
    ...(chromium && { CHROMIUM_PATH: chromium }),
  }
}
