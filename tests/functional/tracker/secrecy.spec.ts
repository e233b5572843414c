import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { WebSocket } from 'ws'
import { buildPublicTorrent } from '#services/tracker/build_personal_torrent'
import { Clock, type FixedClock } from '#values/clock'
import { Visitor } from '#tests/functional/identity/visitor'
import { announceQuery, get, makeSubscriber, makeWork, newPeerId, tokenFor } from './scene.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The server as production runs it, saying all that it can say. */
async function talkativeServer() {
  const port = String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, ['--import=@poppinss/ts-exec', 'bin/server.ts'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'trace', PORT: port, APP_URL: url },
    stdio: 'pipe',
  })
  let output = ''
  child.stdout.on('data', (data) => (output += data))
  child.stderr.on('data', (data) => (output += data))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  for (let waits = 0; waits < 200 && child.exitCode === null; waits++) {
    const isUp = await get(url, '/health').then(
      () => true,
      () => false
    )
    if (isUp) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    said: () => output,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function takenWork(isOpen: boolean) {
  const clock = (await app.container.make(Clock)) as FixedClock
  const work = await makeWork({ isOpen })
  const token = await tokenFor(await makeSubscriber(), work.workId, clock)
  return { work, token, hash: work.infoHash.toString('hex') }
}

test.group('P4: tokens stay between us and their holder', () => {
  test('P4: no request with a token leaves it in the log', async ({ assert, cleanup }) => {
    const { work, token, hash } = await takenWork(false)
    const server = await talkativeServer()
    cleanup(() => server.stop())
    const query = announceQuery({ infoHash: work.infoHash, peerId: newPeerId(), left: 9 })
    const paths = [
      `/announce?${query}`,
      '/announce?info_hash=nonsense',
      `/scrape?info_hash=${query.slice(10, 70)}`,
      `/media/${hash}/`,
      `/media/${hash}/%zz`,
      `/media/${'0'.repeat(40)}/`,
      '/nothing-of-ours',
      '',
      '/announce/',
    ]
    for (const path of paths) await get(server.url, `/t/${token}${path}`)
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/t/${token}/announce`)
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('not json')
    await new Promise((resolve) => socket.once('message', resolve))
    socket.close()
    assert.match(server.said(), /"level":/, 'it does log')
    assert.notInclude(server.said(), token)
  }).timeout(40_000)

  test('P4: public pages and public magnets carry none', async ({ assert }) => {
    const { work, token } = await takenWork(true)
    const reader = new Visitor()
    for (const path of ['/', '/catalogue', `/catalogue/works/essai-${work.workId}`]) {
      const { status, text } = await reader.get(path)
      assert.equal(status, 200, path)
      assert.notInclude(text, token)
      assert.notInclude(text, '/t/')
    }
    const clock = await app.container.make(Clock)
    const links = await buildPublicTorrent({ workId: work.workId, clock })
    assert.include(links!.magnet, encodeURIComponent('/announce'))
    for (const link of [links!.magnet, links!.torrent.toString('latin1'), links!.directDownload]) {
      assert.notInclude(decodeURIComponent(encodeURIComponent(link)), '/t/')
    }
    assert.notInclude(decodeURIComponent(links!.magnet), '/t/')
    const { status, text } = await reader.get(`/tracker/works/essai-${work.workId}/torrent`)
    assert.equal(status, 200)
    assert.notInclude(text, '/t/')
  })
})
