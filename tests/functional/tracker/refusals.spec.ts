import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { once } from 'node:events'
import { test } from '@japa/runner'
import bencode from 'bencode'
import db from '@adonisjs/lucid/services/db'
import { forgetAddresses } from '#services/tracker/forget_addresses'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { revokeAnnounceTokens } from '#services/tracker/revoke_announce_token'
import { percentEncodeBytes } from '#values/infohash'
import {
  announce,
  announceQuery,
  bodyOf,
  clockOf,
  makeSubscriber,
  makeWork,
  newPeerId,
  startTracker,
  tokenFor,
  unitsOf,
} from './scene.js'

const clock = clockOf('2031-02')

/** One sentence in French, then in English, in ASCII (BEP 31 says nothing of other signs). */
const BOTH = /^[\x20-\x7e]+ \/ [\x20-\x7e]+$/

test.group('Refusals over HTTP', (group) => {
  let running: Awaited<ReturnType<typeof startTracker>>
  group.setup(async () => {
    running = await startTracker(clock, { directoryCacheSeconds: 0.2, trustedProxyHops: 1 })
  })
  group.teardown(() => running.stop())

  async function scene(isOpen = false) {
    const work = await makeWork({ isOpen })
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    return { work, subscriberId, token, peerId: newPeerId(), infoHash: work.infoHash }
  }

  test('P4: a revoked token is refused for good (BEP 31), another one is not', async ({
    assert,
  }) => {
    const { work, subscriberId, token, ...who } = await scene()
    const other = await tokenFor(await makeSubscriber(), work.workId, clock)
    await announce(running.url, token, announceQuery({ ...who, left: 9 }))
    await lucidDatabase.use((client) =>
      revokeAnnounceTokens(client, { subscriberId, workId: work.workId, clock })
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    const refused = await announce(running.url, token, announceQuery({ ...who, left: 0 }))
    assert.match(refused['failure reason']!, /revoque/)
    assert.match(refused['failure reason']!, BOTH)
    assert.equal(refused['retry in'], 'never')
    assert.isEmpty(await unitsOf(subscriberId))
    const served = await announce(running.url, other, announceQuery({ ...who, left: 0 }))
    assert.isUndefined(served['failure reason'])
    const next = await tokenFor(subscriberId, work.workId, clock)
    assert.notEqual(next, token)
  })

  test('P4: a token is stored as a hash only', async ({ assert }) => {
    const { token } = await scene()
    assert.isAtLeast(token.length * 5, 128)
    const { rows } = await lucidDatabase.use((client) =>
      client.query('SELECT a::text AS row FROM announce_tokens a')
    )
    assert.isFalse(rows.some((row) => row.row.includes(token)))
  })

  test('without a token: open works only, and nothing is counted', async ({ assert }) => {
    const closed = await scene()
    const refused = await announce(running.url, null, announceQuery({ ...closed, left: 9 }))
    assert.match(refused['failure reason']!, /jeton/)
    assert.match(refused['failure reason']!, BOTH)
    const open = await scene(true)
    const before = await db.from('usage_units').count('* as total').first()
    for (const left of [9, 0]) {
      const reply = await announce(running.url, null, announceQuery({ ...open, left }))
      assert.isUndefined(reply['failure reason'])
    }
    assert.deepEqual(await db.from('usage_units').count('* as total').first(), before)
  })

  test('an unknown torrent, an unknown token and a token of another work are refused', async ({
    assert,
  }) => {
    const one = await scene()
    const two = await scene()
    const unknown = { ...one, infoHash: Buffer.alloc(20, 7) }
    for (const [token, query] of [
      [one.token, announceQuery({ ...unknown, left: 9 })],
      [null, announceQuery({ ...unknown, left: 9 })],
      ['a'.repeat(26), announceQuery({ ...one, left: 9 })],
      ['%00..x', announceQuery({ ...one, left: 9 })],
      [two.token, announceQuery({ ...one, left: 9 })],
    ] as const) {
      const reply = await announce(running.url, token, query)
      assert.match(reply['failure reason']!, BOTH)
      assert.equal(reply['retry in'], 'never')
    }
  })

  test('a work that is no longer published is refused', async ({ assert }) => {
    const { work, token, ...who } = await scene(true)
    await db.from('works').where('id', work.workId).update({ state: 'withdrawn' })
    const reply = await announce(running.url, token, announceQuery({ ...who, left: 9 }))
    assert.match(reply['failure reason']!, /non publiee/)
    assert.match(reply['failure reason']!, BOTH)
    assert.equal(reply['retry in'], 60)
  })

  test('P3: malformed announces are refused, and nothing is written', async ({ assert }) => {
    const { work, subscriberId, token, ...who } = await scene()
    const good = announceQuery({ ...who, left: 9 })
    const bad = [
      '',
      good.replace(/&left=\d+/, ''),
      `${good}&left=1`,
      `${good}&left[]=1`,
      good.replace('left=9', 'left=-9'),
      good.replace('left=9', 'left=9e3'),
      good.replace('left=9', 'left='),
      good.replace('left=9', `left=${2n ** 63n}`),
      good.replace('left=9', `left=${'9'.repeat(400)}`),
      good.replace('port=6881', 'port=0'),
      good.replace('port=6881', 'port=70000'),
      good.replace(/info_hash=[^&]*/, 'info_hash=abc'),
      good.replace(/peer_id=[^&]*/, 'peer_id=%zz'),
      `${good}&event=finished`,
      good.slice(0, 40),
    ]
    for (const query of bad) {
      const reply = await announce(running.url, token, query)
      assert.match(reply['failure reason']!, BOTH, query)
    }
    const rows = await db.from('announce_peers').where('info_hash', who.infoHash)
    assert.isEmpty(rows)
    assert.isEmpty(running.errors)
  })

  test('P7: a forged left-most X-Forwarded-For changes nothing', async ({ assert }) => {
    const { token, ...who } = await scene()
    const query = announceQuery({ ...who, left: 9 })
    const honest = { 'x-forwarded-for': '198.51.100.7' }
    const forged = { 'x-forwarded-for': '6.6.6.6, 198.51.100.7' }
    const one = await announce(running.url, token, query, honest)
    const two = await announce(running.url, token, query, forged)
    assert.deepEqual([...one['external ip']!], [198, 51, 100, 7])
    assert.deepEqual([...two['external ip']!], [198, 51, 100, 7])
    const listed = await announce(
      running.url,
      token,
      announceQuery({ ...who, peerId: newPeerId(), left: 9 })
    )
    assert.deepEqual([...listed.peers], [198, 51, 100, 7, 6881 >> 8, 6881 & 255])
  })

  test('P7: addresses are cut after a day', async ({ assert }) => {
    const { token, ...who } = await scene()
    const headers = { 'x-forwarded-for': '198.51.100.77' }
    await announce(running.url, token, announceQuery({ ...who, left: 9 }), headers)
    const kept = async () => {
      const row = await db.from('announce_peers').where('info_hash', who.infoHash).first()
      return row.address
    }
    await forgetAddresses(lucidDatabase, { clock, keptHours: 24 })
    assert.equal(await kept(), '198.51.100.77')
    const tomorrow = clockOf('2031-02').advance({ hours: 25 })
    await forgetAddresses(lucidDatabase, { clock: tomorrow, keptHours: 24 })
    assert.equal(await kept(), '198.51.100.0/24')
  })

  test('P6: a scrape answers for named torrents of the token only', async ({ assert }) => {
    const mine = await scene()
    const other = await scene()
    await announce(running.url, mine.token, announceQuery({ ...mine, left: 9 }))
    const scrape = async (query: string) =>
      bencode.decode(await bodyOf(running.url, `/t/${mine.token}/scrape?${query}`))
    assert.property(await scrape(''), 'failure reason')
    const hashes = [mine.infoHash, other.infoHash].map((h) => `info_hash=${percentEncodeBytes(h)}`)
    const { files } = await scrape(hashes.join('&'))
    assert.lengthOf(Object.values(files), 1)
    assert.deepInclude(Object.values(files)[0], { complete: 0, incomplete: 1, downloaded: 0 })
  })

  test('P6: the same event within 30 s is answered, with a warning, and not metered', async ({
    assert,
  }) => {
    const { token, ...who } = await scene()
    const strict = await startTracker(clock, { duplicateLockSeconds: 30 })
    await announce(strict.url, token, announceQuery({ ...who, left: 9, downloaded: 0 }))
    const again = await announce(
      strict.url,
      token,
      announceQuery({ ...who, left: 9, downloaded: 500 })
    )
    assert.match(again['warning message']!, BOTH)
    assert.isAtLeast(again.interval, 1_800)
    assert.isAtMost(again.interval, 3_600)
    assert.equal(again['min interval'], 1_500)
    await strict.stop()
    assert.isEmpty(await db.from('transfer_deltas').where('info_hash', who.infoHash))
  })

  test('too many announces with one token are asked to wait a minute', async ({ assert }) => {
    const { token, ...who } = await scene()
    const strict = await startTracker(clock, { announcesPerMinutePerToken: 2 })
    const query = announceQuery({ ...who, left: 9 })
    let reply = await announce(strict.url, token, query)
    for (let i = 0; i < 3; i++) reply = await announce(strict.url, token, query)
    await strict.stop()
    assert.equal(reply['retry in'], 1)
  })

  test('P1: nothing answers over UDP', async ({ assert }) => {
    const socket = createSocket('udp4')
    const connectPacket = Buffer.from('0000041727101980000000000000002a', 'hex')
    socket.send(connectPacket, running.port, '127.0.0.1')
    const answer = await Promise.race([
      once(socket, 'message').then(() => 'an answer'),
      new Promise((resolve) => setTimeout(resolve, 400, 'silence')),
    ])
    socket.close()
    assert.equal(answer, 'silence')
  })

  test('an announce by hand on a raw socket is answered in bencode', async ({ assert }) => {
    const { token, ...who } = await scene()
    const socket = connect(running.port, '127.0.0.1')
    const query = announceQuery({ ...who, left: 9, event: 'started' })
    socket.write(`GET /t/${token}/announce?${query} HTTP/1.0\r\n\r\n`)
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk)
    const [head, body] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n')
    assert.match(head, /^HTTP\/1\.1 200 OK/)
    const start = 'd8:completei0e11:external ip4:\x7f\0\0\x0110:incompletei1e8:interval'
    assert.equal(body.slice(0, start.length), start)
  })

  test('the rest of the site is left to the framework', async ({ assert }) => {
    for (const path of ['/', '/transparence', '/t/only', '/announces', '/media/x']) {
      assert.equal(String(await bodyOf(running.url, path)), 'the framework', path)
    }
  })
})
