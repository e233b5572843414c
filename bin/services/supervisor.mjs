import { spawn } from 'node:child_process'
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { recordOf, stopProcess } from './processes.mjs'

const STOP_STEPS = [
  ['SIGTERM', 20_000],
  ['SIGKILL', 2_000],
]
const CHANNEL_MS = 3_000
const BACK_OFF_MS = { first: 500, last: 30_000 }
const STEADY_MS = 60_000
/** Time for what a process wrote before its end to arrive in its log. */
const LAST_WORDS_MS = 100
const LOG_BYTES = 10 * 1024 * 1024

/**
 * Keeps the application's processes running: each in a process group of its own, its output in
 * `logs/`, started again when it dies, slower each time, until `stop()`.
 */
export class Supervisor {
  #children = new Map()
  #timers = new Set()
  stopping = false

  constructor({ node, cwd, logs, say, onChange = () => undefined }) {
    Object.assign(this, { node, cwd, logs, say, onChange })
    mkdirSync(logs, { recursive: true })
  }

  /** What runs now, to be written down for a successor. */
  records() {
    return [...this.#children.values()].map(({ record }) => record)
  }

  /** Runs something to its end; rejects with the end of its output when it fails. */
  run(name, args, env, onMessage) {
    return new Promise((resolve, reject) => {
      const child = this.#spawn(name, args, env, { quiet: true })
      if (onMessage) child.on('message', onMessage)
      child.once('error', reject)
      // Not "close": that one never comes once the channel was cut from this side.
      child.once('exit', async (code, signalName) => {
        this.#forget(name)
        if (code === 0) return resolve()
        await sleep(LAST_WORDS_MS)
        const reason = `${name} ended with ${code ?? signalName}`
        reject(
          new Error(`${reason}\n\n${this.lastLines(name)}\n\nAll of it: ${this.logFile(name)}`)
        )
      })
    })
  }

  /** Starts something that has to run for as long as we do. */
  keep(name, args, env) {
    const start = (wait) => {
      const began = Date.now()
      const child = this.#spawn(name, args, env, { quiet: false })
      child.once('error', (error) => this.say(`${name}: ${error.message}`))
      child.once('exit', (code, signalName) => {
        this.#forget(name)
        if (this.stopping) return
        if (code) this.say(this.lastLines(name, 12))
        const next = Date.now() - began > STEADY_MS ? BACK_OFF_MS.first : wait
        this.say(`${name} ended with ${code ?? signalName}; starting it again in ${next / 1000} s`)
        this.#later(next, () => start(Math.min(next * 2, BACK_OFF_MS.last)))
      })
    }
    start(BACK_OFF_MS.first)
  }

  /** Stops everything, politely first. */
  async stop() {
    this.stopping = true
    for (const timer of this.#timers) clearTimeout(timer)
    const ended = [...this.#children.values()].map(async ({ child, record }) => {
      // An open channel would keep a child alive that has nothing left to do; cut at once, it would
      // break one that is still starting and has yet to say so.
      const cut = setTimeout(() => child.connected && child.disconnect(), CHANNEL_MS)
      await stopProcess(record, STOP_STEPS, { group: true })
      clearTimeout(cut)
    })
    await Promise.all(ended)
  }

  logFile(name) {
    return join(this.logs, `${name}.log`)
  }

  lastLines(name, count = 25) {
    const file = this.logFile(name)
    return existsSync(file)
      ? readFileSync(file, 'utf8').trim().split('\n').slice(-count).join('\n')
      : ''
  }

  #later(milliseconds, work) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      if (!this.stopping) work()
    }, milliseconds)
    this.#timers.add(timer)
  }

  #spawn(name, args, env, { quiet }) {
    if (this.stopping) throw new Error('stopping')
    const file = this.logFile(name)
    if (existsSync(file) && statSync(file).size > LOG_BYTES) renameSync(file, `${file}.1`)
    const log = createWriteStream(file, { flags: quiet ? 'w' : 'a', mode: 0o600 })
    const child = spawn(this.node, args, {
      cwd: this.cwd,
      env: { ...process.env, ...env },
      // Own group: Ctrl-C reaches us alone, and we stop things in their order. The channel tells
      // the child when we are gone without a word.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.pipe(log, { end: false })
      if (!quiet) createInterface({ input: stream }).on('line', (line) => this.#show(name, line))
    }
    child.once('exit', () => setTimeout(() => log.end(), LAST_WORDS_MS))
    if (child.pid) {
      this.#children.set(name, { child, record: recordOf(child.pid, { name }) })
      this.onChange()
    }
    return child
  }

  #forget(name) {
    this.#children.delete(name)
    this.onChange()
  }

  #show(name, line) {
    const shown = worthShowing(line)
    if (shown) this.say(`[${name}] ${shown}`)
  }
}

/** A log line for the terminal: warnings, errors and what is no log line; the file has the rest. */
export function worthShowing(line) {
  const text = stripVTControlCharacters(line).trimEnd()
  // The rest of an entry: its stack, its fields.
  if (/^\s/.test(text)) return undefined
  if (text.startsWith('{')) {
    try {
      const entry = JSON.parse(text)
      return entry.level >= 40 ? (entry.err?.message ?? entry.msg) : undefined
    } catch {
      return text
    }
  }
  return /^(\[[^\]]*\]\s*)*(INFO|DEBUG|TRACE|\[ info \])/i.test(text)
    ? undefined
    : text || undefined
}
