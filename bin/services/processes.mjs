import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson, writeJson } from './files.mjs'

/**
 * Name of a running process that no later one shares: its number alone may be given again.
 * `undefined` when it is gone (a zombie is gone).
 */
export function processIdentity(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid}@${fields[19]}`
  } catch {
    if (process.platform === 'linux') return undefined
  }
  const ps = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
  const line = ps.stdout?.trim()
  return ps.status === 0 && line && !line.startsWith('Z')
    ? `${pid}@${line.replace(/^\S+\s+/, '')}`
    : undefined
}

/** Whether the process written down as `{ pid, identity }` is the one that runs now. */
export function isRunning(record) {
  const identity = record && processIdentity(record.pid)
  return identity !== undefined && (!record.identity || record.identity === identity)
}

/** The record to write down for a process. */
export function recordOf(pid, extra = {}) {
  return { pid, identity: processIdentity(pid), ...extra }
}

/** Command line of a process, to be sure what it is before it gets a signal. */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0/g, ' ').trim()
  } catch {
    const ps = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return ps.status === 0 ? ps.stdout.trim() : ''
  }
}

/** Sends a signal to a process, or to its whole group, and does not mind that it is gone. */
export function signal(pid, name, { group = false } = {}) {
  try {
    process.kill(group ? -pid : pid, name)
    return true
  } catch (error) {
    if (error.code === 'ESRCH') return false
    throw error
  }
}

/** Calls back when whoever started us with a channel (`runChild`) was killed without a word. */
export function whenParentDies(work) {
  process.once('disconnect', work)
  process.channel?.unref()
}

/** Waits until the process is gone; false when the time is over. */
export async function waitForExit(record, milliseconds) {
  const end = Date.now() + milliseconds
  while (isRunning(record)) {
    if (Date.now() > end) return false
    await sleep(20)
  }
  return true
}

/**
 * Stops a process: asks first, then each harder signal when the one before did not do.
 *
 * @param {Array<[string, number]>} steps signal and how long to wait for it, in milliseconds
 */
export async function stopProcess(record, steps, { group = false } = {}) {
  for (const [name, milliseconds] of steps) {
    if (!isRunning(record)) break
    signal(record.pid, name, { group })
    if (await waitForExit(record, milliseconds)) break
  }
  if (group) signal(record.pid, 'SIGKILL', { group: true })
  return !isRunning(record)
}

/** Takes a lock file for this process; the record of its living owner when it is taken. */
export function takeLock(file, extra = {}) {
  mkdirSync(dirname(file), { recursive: true })
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o600)
      writeSync(handle, JSON.stringify(recordOf(process.pid, extra)))
      closeSync(handle)
      return undefined
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const owner = readJson(file)
    if (owner && isRunning(owner)) return owner
    rmSync(file, { force: true })
  }
  return readJson(file) ?? { pid: 0 }
}

/** Gives a lock back, unless it is somebody else's by now. */
export function giveLock(file) {
  if (readJson(file)?.pid === process.pid) rmSync(file, { force: true })
}

/** Runs `work` while no other process does so under the same lock. */
export async function withLock(file, work, milliseconds = 120_000) {
  const end = Date.now() + milliseconds
  for (let owner = takeLock(file); owner; owner = takeLock(file)) {
    if (Date.now() > end) throw new Error(`Process ${owner.pid} keeps ${file}: stop it first.`)
    await sleep(50)
  }
  try {
    return await work()
  } finally {
    giveLock(file)
  }
}

/** Writes down that this process uses the services of a storage folder. */
export function addHolder(folder, purpose) {
  writeJson(join(folder, `${process.pid}.json`), recordOf(process.pid, { purpose }))
}

export function removeHolder(folder) {
  rmSync(join(folder, `${process.pid}.json`), { force: true })
}

/** The other living processes that use the services; forgets those that died. */
export function otherHolders(folder) {
  mkdirSync(folder, { recursive: true })
  const others = []
  for (const name of readdirSync(folder)) {
    const holder = readJson(join(folder, name))
    if (holder?.pid === process.pid) continue
    if (holder && isRunning(holder)) others.push(holder)
    else if (name.endsWith('.json')) rmSync(join(folder, name), { force: true })
  }
  return others
}
