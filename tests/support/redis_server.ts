import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'

/** A real Redis for a test: REDIS_TEST_URL when it is set, else one of our own without a file. */
export async function startRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.REDIS_TEST_URL
  if (given) return { url: given, stop: async () => {} }
  const port = await freePort()
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    }
  )
  server.on('error', () => {})
  const url = `redis://127.0.0.1:${port}`
  await answers(url)
  return {
    url,
    async stop() {
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
    },
  }
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 50 })
  client.on('error', () => {})
  try {
    const ready = client.ping()
    const late = wait(5_000).then(() => {
      throw new Error('no Redis answers: install redis-server, or set REDIS_TEST_URL')
    })
    await Promise.race([ready, late])
  } finally {
    client.disconnect()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
