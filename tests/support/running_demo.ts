import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** What belongs to this test run; a co-operative of its own has to choose for itself. */
const FOREIGN =
  /^(DATABASE_URL|REDIS_|CHAIN_|PEERFY_(?!TEST_RUN)|SMTP_|MAIL_|TRACKER_|PORT$|HOST$|APP_|TRUSTED_|NODE_ENV$|SESSION_|LIMITER_|LOG_LEVEL$|VITE_)/
const READY = /Ready after .*: (http\S+)/
const START_MINUTES = 4

export type RunningDemo = {
  url: string
  /** Runs `node ace …` beside it and gives back what it printed; rejects when it fails. */
  ace(...args: string[]): Promise<string>
  stop(): Promise<void>
}

/**
 * The demo co-operative as `npm start` brings it up on a machine where it never ran: its own
 * database, chain, worker and built pages, in a folder that is thrown away.
 */
export async function startDemo(): Promise<RunningDemo> {
  const storage = await mkdtemp(join(tmpdir(), 'peerfy-journeys-'))
  // The database's own user has to get in when root runs the tests.
  await chmod(storage, 0o711)
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name))
  const env = {
    ...Object.fromEntries(kept),
    // A person's own .env is not the tests'.
    ENV_PATH: storage,
    PEERFY_STORAGE: storage,
    PORT: String(await freePort()),
  }
  const child = spawn(process.execPath, ['bin/up.mjs'], { cwd: ROOT, env, stdio: 'pipe' })
  const url = await readyAt(child)
  return {
    url,
    ace: (...args) => runAce(args, env),
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      await rm(storage, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const give = (reason: string) => reject(new Error(`npm start: ${reason}\n${said}`))
    const timer = setTimeout(() => give('not ready in time'), START_MINUTES * 60_000)
    const listen = (chunk: Buffer) => {
      said += chunk
      const ready = READY.exec(said)
      if (!ready) return
      clearTimeout(timer)
      resolve(ready[1])
    }
    child.stdout!.on('data', listen)
    child.stderr!.on('data', listen)
    child.once('exit', (code) => give(`ended with ${code}`))
  })
}

function runAce(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['ace.js', ...args], { cwd: ROOT, env, stdio: 'pipe' })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`ace ${args[0]} ended with ${code}\n${said}`))
    )
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
