import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Group } from '@japa/runner/core'

const SERVER = fileURLToPath(new URL('../../bin/server.ts', import.meta.url))
const PATIENCE_MS = 120_000

export type Site = { url: string; child: ChildProcess }

/** Starts sites for the tests of a group; after each test those that still run are killed. */
export function sitesOf(group: Group): (env?: NodeJS.ProcessEnv) => Promise<Site> {
  let sites: Site[] = []
  group.each.setup(() => async () => {
    for (const site of sites) await killSite(site)
    sites = []
  })
  return async (env) => {
    const site = await startSite(env)
    sites.push(site)
    return site
  }
}

/** The site in a process of its own, on the database of this one, that a test may kill. */
export async function startSite(
  env: NodeJS.ProcessEnv = {},
  command: string[] = []
): Promise<Site> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const node = [process.execPath, '--import=@poppinss/ts-exec', SERVER]
  const [program, ...args] = [...command, ...node]
  const child = spawn(program, args, {
    env: {
      ...process.env,
      SESSION_DRIVER: 'database',
      HOST: '127.0.0.1',
      PORT: String(port),
      APP_URL: url,
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await answers(url, child)
  return { url, child }
}

/** Ends it without a chance to finish anything. */
export async function killSite({ child }: Site, signal: NodeJS.Signals = 'SIGKILL') {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`the site ended with ${child.exitCode}`)
    try {
      await fetch(`${url}/health`)
      return
    } catch {
      await wait(100)
    }
  }
  throw new Error('the site did not answer in time')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
