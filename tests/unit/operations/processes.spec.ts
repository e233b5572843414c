import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import {
  addHolder,
  isRunning,
  otherHolders,
  recordOf,
  removeHolder,
  stopProcess,
  takeLock,
  giveLock,
  withLock,
} from '../../../bin/services/processes.mjs'

const folder = () => mkdtempSync(join(tmpdir(), 'processes-'))

function sleeper(script = 'setInterval(() => {}, 1000)') {
  return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
}

test.group('Pid files and locks', () => {
  test('a record tells a process from a later one with the same number', ({ assert }) => {
    const record = recordOf(process.pid)
    assert.isTrue(isRunning(record))
    assert.isFalse(isRunning({ ...record, identity: `${process.pid}@1` }))
    assert.isFalse(isRunning(undefined))
    assert.isFalse(isRunning({ pid: -1 }))
  })

  test('a process that ignores the first signal gets the next one', async ({ assert }) => {
    const child = sleeper(
      `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`
    )
    await once(child.stdout!, 'data')
    const record = recordOf(child.pid!)
    const stopped = await stopProcess(record, [
      ['SIGTERM', 200],
      ['SIGKILL', 5_000],
    ])
    assert.isTrue(stopped)
    assert.isFalse(isRunning(record))
    if (!child.signalCode) await once(child, 'exit')
    assert.equal(child.signalCode, 'SIGKILL')
  })

  test('a lock of a living process holds, one of a dead process does not', ({ assert }) => {
    const file = join(folder(), 'a.lock')
    assert.isUndefined(takeLock(file, { url: 'http://localhost:1' }))
    assert.containSubset(takeLock(file), { pid: process.pid, url: 'http://localhost:1' })
    giveLock(file)
    assert.isFalse(existsSync(file))

    writeFileSync(file, JSON.stringify({ pid: process.pid, identity: 'an earlier process' }))
    assert.isUndefined(takeLock(file))
    writeFileSync(file, '{"pid": 1')
    assert.isUndefined(takeLock(file), 'a lock cut short by a crash')
  })

  test('work under one lock is done one at a time', async ({ assert }) => {
    const file = join(folder(), 'a.lock')
    let inside = 0
    let most = 0
    const work = () =>
      withLock(file, async () => {
        most = Math.max(most, ++inside)
        await new Promise((resolve) => setTimeout(resolve, 20))
        inside--
      })
    await Promise.all([work(), work(), work()])
    assert.equal(most, 1)
    assert.isFalse(existsSync(file))
  })

  test('users of the services are counted while they live', async ({ assert }) => {
    const holders = folder()
    addHolder(holders, 'this test')
    assert.deepEqual(otherHolders(holders), [])
    const child = sleeper()
    const record = recordOf(child.pid!, { purpose: 'other' })
    writeFileSync(join(holders, `${child.pid}.json`), JSON.stringify(record))
    assert.lengthOf(otherHolders(holders), 1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.deepEqual(otherHolders(holders), [])
    removeHolder(holders)
    assert.isFalse(existsSync(join(holders, `${process.pid}.json`)))
  })
})
