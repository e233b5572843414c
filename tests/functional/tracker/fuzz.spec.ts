import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from '@japa/runner'
import bencode from 'bencode'
import fc from 'fast-check'
import { WebSocket } from 'ws'
import db from '@adonisjs/lucid/services/db'
import { headers, junk, request, spoiltField, spoiltTarget } from './fuzz_requests.js'
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

const clock = clockOf('2031-11')
const HONEST = '198.51.100.7'
/** Nothing here is about the limits: each request must reach what it tries to break. */
const OPEN_GATES = { announcesPerMinutePerToken: 1e6, anonymousRequestsPerMinutePerAddress: 1e6 }
const PATIENCE_MS = 5_000

type Scene = Awaited<ReturnType<typeof makeScene>>

async function makeScene() {
  const work = await makeWork()
  const subscriberId = await makeSubscriber()
  const token = await tokenFor(subscriberId, work.workId, clock)
  return { work, infoHash: work.infoHash, subscriberId, token, peerId: newPeerId() }
}

/** What must not move: everything that an announce can ever write as use. */
async function counted(): Promise<Record<string, number>> {
  const tables = ['completions', 'usage_units', 'transfer_deltas', 'http_transfers']
  const rows = await Promise.all(tables.map((table) => db.from(table).count('* as n').first()))
  return Object.fromEntries(tables.map((table, i) => [table, Number(rows[i].n)]))
}

/** Bytes on a socket; what came back until the other side closed. */
async function sendRaw(
  port: number,
  bytes: Buffer,
  end: 'at once' | 'once answered' | 'never' = 'never'
): Promise<Buffer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const chunks: Buffer[] = []
  const late = setTimeout(() => socket.destroy(new Error('never closed')), PATIENCE_MS)
  socket.on('data', (chunk) => chunks.push(chunk))
  // A refused request may be cut while we still write.
  let mishap: Error | null = null
  socket.on('error', (error) => (mishap = error))
  if (end === 'once answered') socket.once('data', () => socket.end())
  if (end === 'at once') socket.end(bytes)
  else socket.write(bytes)
  await new Promise((resolve) => socket.once('close', resolve).once('end', () => socket.end()))
  clearTimeout(late)
  if (mishap && !/ECONNRESET|EPIPE/.test(String(mishap))) throw mishap as Error
  return Buffer.concat(chunks)
}

/** @throws unless it is bencode, a refusal of the HTTP server itself, the framework's, or silence */
function assertClean(answer: Buffer): void {
  if (answer.length === 0) return
  // A client that asked whether to go on is told first.
  const text = answer.toString('latin1').replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '')
  const head = text.slice(0, text.indexOf('\r\n\r\n'))
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  if (![200, 400, 404, 405, 413, 417, 431].includes(status)) throw new Error(`answered ${head}`)
  if (status !== 200) return
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
  const body = text.slice(head.length + 4, head.length + 4 + length)
  const said = bencode.decode(Buffer.from(body, 'latin1'))
  if (!said || typeof said !== 'object') throw new Error(`not bencode: ${text}`)
}

test.group('Anything at all at the announce route', (group) => {
  let running: Awaited<ReturnType<typeof startTracker>>
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  group.setup(async () => {
    process.on('unhandledRejection', note).on('uncaughtException', note)
    running = await startTracker(clock, { ...OPEN_GATES, trustedProxyHops: 1 })
  })
  group.teardown(async () => {
    process.off('unhandledRejection', note).off('uncaughtException', note)
    await running.stop()
  })

  /** The peer is known and lacks five bytes: one good announce more, and a unit is counted. */
  async function aboutToComplete() {
    const who = await makeScene()
    await announce(running.url, who.token, announceQuery({ ...who, left: 5 }))
    await running.tracker.flush()
    return { who, complete: announceQuery({ ...who, left: 0, downloaded: 70_000 }) }
  }

  async function nothingHappened(before: Record<string, number>) {
    await running.tracker.flush()
    return { errors: running.errors, unhandled, moved: difference(before, await counted()) }
  }
  const NOTHING = { errors: [], unhandled: [], moved: {} }

  /** What proves that the announces above failed by their fault alone. */
  async function completesNow(who: Scene, query: string) {
    const reply = await announce(running.url, who.token, query)
    return [reply['failure reason'], (await unitsOf(who.subscriberId)).length]
  }

  test('P3: a spoilt announce is answered and counts nothing, whatever comes with it', async ({
    assert,
  }) => {
    const { who, complete } = await aboutToComplete()
    const before = await counted()
    const target = (query: string) => `/t/${who.token}/announce?${query}`
    const spoilt = fc.oneof(
      { weight: 4, arbitrary: spoiltField.map((spoil) => ['GET', target(spoil(complete))]) },
      { weight: 2, arbitrary: spoiltTarget.map((spoil) => ['GET', spoil(target(complete))]) },
      fc
        .constantFrom('POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'X')
        .map((method) => [method, target(complete)])
    )
    await fc.assert(
      fc.asyncProperty(spoilt, headers, async ([method, path], lines) => {
        assertClean(await sendRaw(running.port, request(method, path, lines)))
      }),
      { numRuns: 400 }
    )
    assert.deepEqual(await nothingHappened(before), NOTHING)
    assert.deepEqual(await completesNow(who, complete), [undefined, 1])
  }).timeout(120_000)

  test('bytes that are no HTTP are answered or cut, and harm nothing', async ({ assert }) => {
    const { who, complete } = await aboutToComplete()
    const before = await counted()
    const good = request('GET', `/t/${who.token}/announce?${complete}`, [])
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((some) => Buffer.from(some))
    const torn = fc.oneof(
      bytes,
      // Cut before its end, so that it was never asked.
      fc.nat(good.length - 5).map((end) => good.subarray(0, end)),
      fc
        .tuple(fc.nat(20), bytes)
        .map(([at, some]) =>
          Buffer.concat([good.subarray(0, at), Buffer.from([0]), some, good.subarray(at)])
        ),
      fc.constantFrom(
        Buffer.concat([Buffer.from(`GET /announce?${'x'.repeat(100_000)} HTTP/1.1\r\n`)]),
        Buffer.from(`GET /announce HTTP/1.1\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`),
        Buffer.from('GET /announce HTTP/9.9\r\n\r\n'),
        Buffer.from('GET /announce HTTP/1.1\r\n\r\n'),
        Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
        Buffer.from(
          'POST /announce HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'
        )
      )
    )
    await fc.assert(
      fc.asyncProperty(torn, async (some) => {
        assertClean(await sendRaw(running.port, some, 'at once'))
      }),
      { numRuns: 200 }
    )
    assert.deepEqual(await nothingHappened(before), NOTHING)
    assert.deepEqual(await completesNow(who, complete), [undefined, 1])
  }).timeout(120_000)

  test('P7: whatever a client forges of X-Forwarded-For, our proxy’s word stands', async ({
    assert,
  }) => {
    const who = await makeScene()
    const query = announceQuery({ ...who, left: 5 })
    await fc.assert(
      fc.asyncProperty(fc.array(junk, { maxLength: 4 }), async (forged) => {
        const printable = forged.join(', ').replace(/[^\x20-\x7e\xa1-\xff]/g, '')
        const header = { 'x-forwarded-for': `${printable.slice(0, 8_000)}, ${HONEST}` }
        const reply = await announce(running.url, who.token, query, header)
        return reply['external ip']?.join('.') === HONEST
      }),
      { numRuns: 100 }
    )
    const rows = await db.from('announce_peers').where('info_hash', who.infoHash)
    assert.deepEqual(
      rows.map((row) => row.address),
      [HONEST]
    )
    assert.isEmpty(running.errors)
  }).timeout(60_000)

  test('P3: WebSocket frames that are no good announce are refused and count nothing', async ({
    assert,
  }) => {
    const who = await makeScene()
    const good = webAnnounce(who)
    const first = await open(running.url, who.token)
    await say(first, JSON.stringify({ ...good, left: 5 }))
    first.close()
    await once(first, 'close')
    await running.tracker.flush()
    const before = await counted()
    const complete = { ...good, left: 0, downloaded: 70_000 }
    await fc.assert(
      fc.asyncProperty(frames(complete), async (frame) => {
        // Each on its own: a peer that changes its name is refused whatever it says.
        const socket = await open(running.url, who.token)
        try {
          assertRefused(await say(socket, frame))
        } finally {
          socket.terminate()
        }
      }),
      { numRuns: 400 }
    )
    assert.deepEqual(await nothingHappened(before), NOTHING)
    const last = await open(running.url, who.token)
    await say(last, JSON.stringify(complete))
    last.close()
    assert.lengthOf(await unitsOf(who.subscriberId), 1)
  }).timeout(120_000)

  test('bytes that are no WebSocket frame close that socket and nothing else', async ({
    assert,
  }) => {
    const who = await makeScene()
    const before = await counted()
    const hello = Buffer.from(
      `GET /t/${who.token}/announce HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n` +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
    )
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 80 }), async (bytes) => {
        const answer = await sendRaw(running.port, Buffer.concat([hello, bytes]), 'once answered')
        return answer.toString('latin1').startsWith('HTTP/1.1 101')
      }),
      { numRuns: 100 }
    )
    assert.deepEqual(await nothingHappened(before), NOTHING)
  }).timeout(60_000)
})

function difference(before: Record<string, number>, after: Record<string, number>) {
  return Object.fromEntries(Object.entries(after).filter(([table, n]) => n !== before[table]))
}

async function open(url: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/t/${token}/announce`)
  socket.on('error', () => {})
  await once(socket, 'open')
  return socket
}

/** The answer to a frame; null when the socket was closed instead. */
async function say(socket: WebSocket, frame: string | Uint8Array): Promise<unknown> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const reply = once(socket, 'message', { signal }).then(([data]) => JSON.parse(String(data)))
  const closed = once(socket, 'close', { signal }).then(() => null)
  socket.send(frame)
  return Promise.any([reply, closed])
}

function assertRefused(reply: unknown): void {
  if (reply === null) return
  const { action, files, ...said } = reply as Record<string, unknown>
  // Whoever names no torrent of ours in a scrape is told of none.
  if (action === 'scrape' && JSON.stringify(files) === '{}') return
  if (typeof said['failure reason'] !== 'string') throw new Error(JSON.stringify(reply))
}

function webAnnounce(who: Scene) {
  return {
    action: 'announce',
    info_hash: who.infoHash.toString('latin1'),
    peer_id: who.peerId.toString('latin1'),
    uploaded: 0,
    downloaded: 0,
    left: 0,
    event: 'completed',
  }
}

/** Frames of which none is a good announce or scrape. */
function frames(good: ReturnType<typeof webAnnounce>): fc.Arbitrary<string | Uint8Array> {
  const wrong = fc.oneof(
    fc.constantFrom<unknown[]>(
      -1,
      1.5,
      [1],
      { a: 1 },
      'x',
      '',
      '-1',
      true,
      2 ** 60,
      '9'.repeat(30)
    ),
    fc.array(fc.nat(), { maxLength: 3 }),
    fc.dictionary(fc.string(), fc.nat(), { maxKeys: 2 })
  )
  const fields = ['info_hash', 'peer_id', 'left', 'uploaded', 'downloaded', 'token', 'offers']
  const spoilt = fc
    .tuple(fc.constantFrom(...fields), wrong)
    // These two are good ones.
    .filter(([name, value]) => !(name === 'left' && value === 2 ** 60))
    .filter(([name, value]) => !(name === 'offers' && Array.isArray(value) && value.length === 0))
    .map(([name, value]) => JSON.stringify({ ...good, [name]: value }))
  const scrape = fc
    .oneof(wrong, fc.string({ unit: 'grapheme', maxLength: 20 }), fc.jsonValue({ maxDepth: 2 }))
    .map((hash) => JSON.stringify({ action: 'scrape', info_hash: hash, peer_id: hash }))
  return fc.oneof(
    { weight: 4, arbitrary: spoilt },
    { weight: 3, arbitrary: scrape },
    fc.json(),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    fc.uint8Array({ minLength: 1, maxLength: 200 }),
    fc.constantFrom(
      JSON.stringify({ ...good, x: 'x'.repeat(300_000) }),
      '['.repeat(100_000),
      '{"__proto__":{"action":"announce"}}',
      JSON.stringify({ ...good, event: 'finished' }),
      JSON.stringify({ ...good, answer: { type: 'answer', sdp: 'v=0' } }),
      JSON.stringify({ ...good, answer: 1, to_peer_id: 'y'.repeat(20) }),
      JSON.stringify(good).slice(0, -1)
    )
  )
}
