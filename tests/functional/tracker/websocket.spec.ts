import { once } from 'node:events'
import { test } from '@japa/runner'
import { WebSocket } from 'ws'
import db from '@adonisjs/lucid/services/db'
import {
  announce,
  announceQuery,
  clockOf,
  makeSubscriber,
  makeWork,
  newPeerId,
  startTracker,
  tokenFor,
  unitsOf,
} from './scene.js'

const clock = clockOf('2031-04')

test.group('Announces over WebSocket', (group) => {
  let running: Awaited<ReturnType<typeof startTracker>>
  group.setup(async () => {
    running = await startTracker(clock, { directoryCacheSeconds: 0.2 })
  })
  group.teardown(() => running.stop())

  async function scene() {
    const work = await makeWork()
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    return { work, subscriberId, token, peerId: newPeerId() }
  }

  async function open(token: string | null) {
    const path = token ? `/t/${token}/announce` : '/announce'
    const socket = new WebSocket(`${running.url.replace('http', 'ws')}${path}`)
    await once(socket, 'open')
    return {
      socket,
      async say(words: object | string) {
        const reply = once(socket, 'message', { signal: AbortSignal.timeout(3_000) })
        socket.send(typeof words === 'string' ? words : JSON.stringify(words))
        const [data] = await reply
        return JSON.parse(String(data))
      },
    }
  }

  function message(who: Awaited<ReturnType<typeof scene>>, rest: object) {
    return {
      action: 'announce',
      info_hash: who.work.infoHash.toString('latin1'),
      peer_id: who.peerId.toString('latin1'),
      uploaded: 0,
      downloaded: 0,
      ...rest,
    }
  }

  test('P1: a WebSocket download is metered with the token of its path, once', async ({
    assert,
  }) => {
    const who = await scene()
    const { socket, say } = await open(who.token)
    const begun = await say(message(who, { left: 70_000, event: 'started', offers: [] }))
    assert.include(begun, { action: 'announce', incomplete: 1, interval: 360 })
    await say(message(who, { left: 0, downloaded: 70_000, event: 'completed' }))
    await say(message(who, { left: 0, downloaded: 70_000, event: 'completed' }))
    socket.close()
    const units = await unitsOf(who.subscriberId)
    assert.lengthOf(units, 1)
    assert.equal(units[0].evidence, 'announce')
    await running.tracker.flush()
    const rows = await db.from('transfer_deltas').where('info_hash', who.work.infoHash)
    assert.equal(String(rows[0].downloaded), '70000')
  })

  test('the token may come in the announce, and a magnet joins without knowing what is left', async ({
    assert,
  }) => {
    const who = await scene()
    const { socket, say } = await open(null)
    await say(message(who, { left: null, event: 'started', token: who.token }))
    await say(message(who, { left: 0, event: 'completed', token: who.token }))
    socket.close()
    assert.lengthOf(await unitsOf(who.subscriberId), 1)
  })

  test('HTTP and WebSocket peers are counted together', async ({ assert }) => {
    const who = await scene()
    const http = { infoHash: who.work.infoHash, peerId: newPeerId() }
    await announce(running.url, who.token, announceQuery({ ...http, left: 0 }))
    const { socket, say } = await open(who.token)
    await say(message(who, { left: 5, event: 'started' }))
    const reply = await announce(running.url, who.token, announceQuery({ ...http, left: 0 }))
    assert.include(reply, { complete: 1, incomplete: 1 })
    assert.equal(reply.peers.length, 0)
    socket.close()
  })

  test('offers reach another socket', async ({ assert }) => {
    const who = await scene()
    const one = await open(who.token)
    await one.say(message(who, { left: 5, event: 'started' }))
    const two = await open(who.token)
    const other = { ...who, peerId: newPeerId() }
    const offers = [{ offer: { type: 'offer', sdp: 'v=0' }, offer_id: 'a'.repeat(20) }]
    const relayed = once(one.socket, 'message')
    await two.say(message(other, { left: 5, event: 'started', offers, numwant: 1 }))
    const [data] = await relayed
    assert.deepInclude(JSON.parse(String(data)), { offer: { type: 'offer', sdp: 'v=0' } })
    one.socket.close()
    two.socket.close()
  })

  test('P3: malformed messages are refused and stop nothing', async ({ assert }) => {
    const who = await scene()
    const { socket, say } = await open(who.token)
    const good = message(who, { left: 5, event: 'started' })
    const bad: (object | string)[] = [
      'not json',
      'null',
      '[]',
      { ...good, info_hash: 'short' },
      { ...good, left: -1 },
      { ...good, left: 'abc' },
      { ...good, left: [1] },
      { ...good, left: 1.5 },
      { ...good, uploaded: -1 },
      { ...good, downloaded: 2 ** 60 },
      { ...good, event: { a: 1 } },
      { ...good, offers: [null] },
      { ...good, offers: 'abc' },
      { ...good, offers: [{ offer: {}, offer_id: 'x' }] },
      { ...good, answer: 'x', to_peer_id: 'y'.repeat(20) },
      { ...good, token: { $ne: 1 } },
      { ...good, info_hash: 'é'.repeat(20) },
    ]
    for (const entry of bad) {
      const reply = await say(entry)
      assert.isString(reply['failure reason'], JSON.stringify(entry))
    }
    assert.isEmpty(running.errors)
    assert.isEmpty(await db.from('announce_peers').where('info_hash', who.work.infoHash))
    socket.close()
  })

  test('P3: a scrape of what is no list of names is refused, and the process lives', async ({
    assert,
  }) => {
    const who = await scene()
    const { socket, say } = await open(who.token)
    for (const hash of [{}, 5, true, [{}], 'short']) {
      const reply = await say({ action: 'scrape', info_hash: hash })
      assert.isString(reply['failure reason'], JSON.stringify(hash))
    }
    socket.close()
  })

  test('a socket that never announced does not keep the tracker from stopping', async ({
    assert,
  }) => {
    const stopping = await startTracker(clock)
    const socket = new WebSocket(`${stopping.url.replace('http', 'ws')}/announce`)
    await once(socket, 'open')
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(3_000) })
    await stopping.tracker.close()
    await closed
    await stopping.stop()
    assert.isEmpty(stopping.errors)
  })

  test('P4: a revoked or unknown token is refused for good', async ({ assert }) => {
    const who = await scene()
    const { socket, say } = await open('b'.repeat(26))
    const reply = await say(message(who, { left: 5, event: 'started' }))
    assert.equal(reply['retry in'], 'never')
    socket.close()
  })
})
