import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keptAlive, oneConnectionEach, type RequestLine } from './announce_clients.js'
import { makeScene, type AnnounceScene } from './announce_scene.js'
import { migrate } from './migrate.js'

/**
 * Announces against plain bittorrent-tracker: ours with its route, meter and writing to a real,
 * fully durable PostgreSQL. Each server is pinned to one core and the clients to the other; the
 * servers take turns, and the figure is the median over the rounds of announces per second of the
 * server's own CPU time (user and system), because requests per second say more about the
 * neighbours than about the server.
 */
const ROUNDS = 3
/** Connections while everybody arrives: many, since each arrival waits for the database. */
const ARRIVALS = 500
const storage = mkdtempSync(join(tmpdir(), 'peerfy-bench-'))
const root = fileURLToPath(new URL('..', import.meta.url))

interface Tracker {
  child: ChildProcess
  port: number
  cpuMicroseconds(): Promise<number>
}

function ask(child: ChildProcess, message: string): Promise<{ cpu: NodeJS.CpuUsage }> {
  return new Promise((resolve) => {
    child.once('message', (reply) => resolve(reply as { cpu: NodeJS.CpuUsage }))
    child.send(message)
  })
}

async function startTracker(file: string, env: NodeJS.ProcessEnv): Promise<Tracker> {
  const node = [process.execPath, '--import=@poppinss/ts-exec', join(root, 'bench/peers', file)]
  const [command, ...args] = canPin ? ['taskset', '-c', '0', ...node] : node
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port))
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
  })
  return {
    child,
    port,
    async cpuMicroseconds() {
      const { cpu } = await ask(child, 'cpu')
      return cpu.user + cpu.system
    },
  }
}

/** The request of one announce after another: each peer of each torrent in turn, ever further. */
function lines(scene: AnnounceScene, withToken: boolean, round: number): RequestLine {
  return (index) => {
    const torrent = index % scene.torrents
    const peer = Math.floor(index / scene.torrents) % scene.peers
    const path = withToken ? `/t/${scene.token(torrent, peer)}/announce` : '/announce'
    const left = peer < 2 ? 0 : 1_000_000 - round
    const event = round === 0 ? '&event=started' : ''
    return (
      `${path}?info_hash=${scene.infoHash[torrent]}&peer_id=-BN0001-00000000000${peer}` +
      `&port=${10_000 + peer}&uploaded=${round * 1000 + index}&downloaded=${round * 2000 + index}` +
      `&left=${left}&compact=1&numwant=50${event}`
    )
  }
}

type Send = typeof keptAlive

async function compare(
  figure: string,
  {
    scene,
    count,
    send,
    env,
  }: { scene: AnnounceScene; count: number; send: Send; env: NodeJS.ProcessEnv }
): Promise<void> {
  const ours = await startTracker('metered_tracker.ts', env)
  const peer = await startTracker('plain_tracker.ts', {})
  // Everybody arrives first, so that the rounds measure everyday announces in full swarms.
  const everybody = scene.torrents * scene.peers
  await keptAlive(ours.port, everybody, lines(scene, true, 0), ARRIVALS)
  await keptAlive(peer.port, everybody, lines(scene, false, 0), ARRIVALS)
  const costs: { ours: number[]; peer: number[] } = { ours: [], peer: [] }
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [name, tracker] of [
      ['ours', ours],
      ['peer', peer],
    ] as const) {
      const before = await tracker.cpuMicroseconds()
      await send(tracker.port, count, lines(scene, name === 'ours', round))
      // What was metered is written within a second: that belongs to the cost.
      if (name === 'ours') await new Promise((resolve) => setTimeout(resolve, 1_200))
      costs[name].push(((await tracker.cpuMicroseconds()) - before) / count)
    }
  }
  peer.child.kill()
  await new Promise((resolve) => {
    ours.child.once('exit', resolve)
    ours.child.send('stop')
  })
  print(figure, median(costs.ours), median(costs.peer))
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

function print(figure: string, ourCost: number, peerCost: number): void {
  console.error(`${figure}: ${ourCost.toFixed(1)} µs against ${peerCost.toFixed(1)} µs an announce`)
  const [value, peerValue] = [1e6 / ourCost, 1e6 / peerCost].map(Math.round)
  console.log(
    JSON.stringify({
      bench: 'announce',
      figure,
      value,
      unit: 'announces/CPU-second',
      better: 'higher',
      peer: 'bittorrent-tracker {stats:false}',
      peer_value: peerValue,
      ratio: Number((value / peerValue).toFixed(2)),
    })
  )
}

const canPin = spawnSync('taskset', ['-cp', '1', String(process.pid)]).status === 0
if (!canPin) console.error('taskset is missing: nothing is pinned, ratios are less steady')

const services = new URL('../bin/services/', import.meta.url)
const { loadSecrets } = await import(new URL('secrets.mjs', services).href)
const { startPostgres } = await import(new URL('postgres.mjs', services).href)
const secrets = await loadSecrets(storage)
const postgres = await startPostgres({ storage, secrets })
try {
  const env = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '1',
    APP_URL: 'http://127.0.0.1:1',
    APP_KEY: secrets.appKey,
    LOG_LEVEL: 'error',
    SESSION_DRIVER: 'memory',
    PEERFY_STORAGE: storage,
    PEERFY_MODE: 'embedded',
    DATABASE_URL: postgres.url,
    CHAIN_RPC_URL: 'http://127.0.0.1:1',
    CHAIN_ID: '31337',
    TRACKER_TOKEN_KEY: secrets.trackerTokenKey,
  }
  await migrate(postgres.url)
  const small = await makeScene(postgres.url, { torrents: 1_000, peers: 10 })
  await compare('one connection per announce, 1000 torrents of 10 peers', {
    scene: small,
    count: 3_000,
    send: oneConnectionEach,
    env,
  })
  await compare('the same, every token looked up in the database', {
    scene: small,
    count: 2_000,
    send: oneConnectionEach,
    env: { ...env, BENCH_CACHE_SECONDS: '0' },
  })
  await compare('keep-alive, 10000 torrents of 10 peers', {
    scene: await makeScene(postgres.url, { torrents: 10_000, peers: 10 }),
    count: 15_000,
    send: keptAlive,
    env,
  })
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await postgres.stop()
  rmSync(storage, { recursive: true, force: true })
}
