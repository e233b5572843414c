import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { killSite, startSite } from '#tests/support/site'
import { Clock } from '#values/clock'
import {
  announce,
  announceQuery,
  get,
  makeSubscriber,
  makeWork,
  newPeerId,
  tokenFor,
} from './scene.js'

/** `node ace tracker:serve`, as a supervisor would start it. */
async function startTrackerProcess() {
  const args = ['--import=@poppinss/ts-exec', 'bin/console.ts', 'tracker:serve', '--port=0']
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the tracker ended with ${code}: ${said}`)))
    child.stdout.on('data', (part: Buffer) => {
      said += part
      const ready = /tracker ready on (\S+)/.exec(said)
      if (ready) resolve(ready[1])
    })
  })
  return { child, url }
}

test.group('The tracker in a process of its own', () => {
  test('announces go there, the web server knows of them and of its health', async ({ assert }) => {
    const { workId, infoHash } = await makeWork()
    const clock = await app.container.make(Clock)
    const token = await tokenFor(await makeSubscriber(), workId, clock as never)
    const tracker = await startTrackerProcess()
    const site = await startSite({ TRACKER_URL: tracker.url })
    try {
      const query = announceQuery({ infoHash, peerId: newPeerId(), left: 9 })
      const served = await announce(tracker.url, token, query)
      assert.equal(served.incomplete, 1)
      const sharing = await get(tracker.url, `/sharing/${infoHash.toString('hex')}`)
      assert.deepEqual(JSON.parse(`${sharing.body}`), { seeders: 0, leechers: 1 })
      const well = await get(site.url, '/health')
      assert.equal(JSON.parse(`${well.body}`).checks.tracker, 'ok')
      const elsewhere = await get(site.url, `/t/${token}/announce`)
      assert.property(
        elsewhere.headers,
        'x-request-id',
        'the framework answers, no tracker before it'
      )
      const page = await get(tracker.url, '/catalogue')
      assert.equal(page.status, 404)

      const ended = once(tracker.child, 'exit')
      tracker.child.kill('SIGTERM')
      const [code] = await ended
      assert.equal(code, 0)
      const unwell = await get(site.url, '/health')
      assert.equal(unwell.status, 503)
      assert.notEqual(JSON.parse(`${unwell.body}`).checks.tracker, 'ok')
    } finally {
      tracker.child.kill('SIGKILL')
      await killSite(site)
    }
  }).timeout(180_000)
})
