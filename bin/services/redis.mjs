import { spawn } from 'node:child_process'
import { createConnection } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './ports.mjs'
import { recordOf, stopProcess } from './processes.mjs'
import { PlainError } from './say.mjs'
import { findProgram } from './system_packages.mjs'

/** Starts a Redis of the distribution on a free port that keeps nothing: for tests only. */
export async function startRedis(folder) {
  const program = findProgram('redis-server')
  if (!program) throw new PlainError('redis-server is missing: apt-get install redis-server')
  const port = await freePort()
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const child = spawn(program, [...flags, '--dir', folder, '--daemonize', 'no'], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    detached: true,
    stdio: 'ignore',
  })
  child.unref()
  const record = recordOf(child.pid)
  const stop = () =>
    stopProcess(record, [
      ['SIGTERM', 5_000],
      ['SIGKILL', 2_000],
    ])
  const end = Date.now() + 10_000
  while (!(await answers(port))) {
    if (Date.now() > end || child.exitCode !== null) {
      await stop()
      throw new Error('redis-server did not start')
    }
    await sleep(20)
  }
  return { url: `redis://127.0.0.1:${port}`, port, record, stop }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.setTimeout(1_000, () => socket.destroy())
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', (data) => {
      resolve(String(data).startsWith('+PONG'))
      socket.destroy()
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
}
