import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import bencode from 'bencode'
import { TrackerServer } from '#services/tracker/tracker_server'
import { Clock } from '#values/clock'
import { announce, announceQuery, bodyOf, get, makeSubscriber, makeWork } from './scene.js'
import { newPeerId, readable, tokenFor } from './scene.js'

const url = `http://127.0.0.1:${process.env.PORT}`

test.group('The tracker in front of the web server', () => {
  test('announces are answered before the framework, which keeps the other paths', async ({
    assert,
  }) => {
    const work = await makeWork()
    const clock = await app.container.make(Clock)
    const token = await tokenFor(await makeSubscriber(), work.workId, clock as never)
    const query = announceQuery({ infoHash: work.infoHash, peerId: newPeerId(), left: 9 })
    const served = await announce(url, token, query)
    assert.equal(served.incomplete, 1)
    const refused = readable(bencode.decode(await bodyOf(url, '/announce?x=1')))
    assert.isString(refused['failure reason'])
    const tracker = await app.container.make(TrackerServer)
    assert.isAtLeast(tracker.figures.peers, 1)
    assert.doesNotThrow(() => tracker.assertHealthy())
    const { headers, body } = await get(url, '/health')
    assert.property(headers, 'x-request-id')
    assert.equal(JSON.parse(body.toString()).checks.tracker, 'ok')
  })
})
