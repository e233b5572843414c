import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from '@japa/runner'
import type { Browser, Page } from 'playwright'
import db from '@adonisjs/lucid/services/db'
import { torrentFile } from '#services/tracker/personal_torrent'
import { tokenHash } from '#services/tracker/token_text'
import {
  clockOf,
  makeSubscriber,
  makeWork,
  startTracker,
  tokenFor,
  unitsOf,
} from '#tests/functional/tracker/scene'

const clock = clockOf('2031-11')
const LIBRARY = join(
  dirname(createRequire(import.meta.url).resolve('webtorrent/package.json')),
  'dist/webtorrent.min.js'
)

/** Browsers do not speak WebRTC over the loopback interface alone. */
const HAS_NETWORK = Object.values(networkInterfaces())
  .flat()
  .some((one) => one && !one.internal && one.family === 'IPv4')

/** A page of somebody else's site, with the library as its package ships it. */
async function servePlayer(): Promise<Server> {
  const library = await readFile(LIBRARY)
  const server = createServer((request, response) => {
    if (request.url === '/webtorrent.min.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(library)
    } else {
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>x</title>')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** Runs in the page: an ordinary WebTorrent client that takes a torrent; resolves to their SHA-256. */
const TAKE = `async (torrent) => {
  const { default: WebTorrent } = await import('/webtorrent.min.js')
  const client = new WebTorrent({ tracker: { rtcConfig: { iceServers: [] } } })
  const bytes = Uint8Array.from(atob(torrent), (letter) => letter.charCodeAt(0))
  return new Promise((resolve, reject) => {
    client.on('error', reject)
    setTimeout(() => reject(new Error('nothing came in time')), 30_000)
    const transfer = client.add(bytes)
    transfer.on('done', async () => {
      const blob = await transfer.files[0].blob()
      const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
      const hex = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('')
      resolve(hex)
    })
  })
}`

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test.group('WebTorrent in Chromium', (group) => {
  let running: Awaited<ReturnType<typeof startTracker>>
  let player: Server
  let address: string

  group.setup(async () => {
    running = await startTracker(clock)
    player = await servePlayer()
    address = `http://localhost:${(player.address() as AddressInfo).port}/`
    return async () => {
      player.closeAllConnections()
      player.close()
      await running.stop()
    }
  })

  type Work = Awaited<ReturnType<typeof makeWork>>

  async function subscriberOf(work: Work) {
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    return { subscriberId, token }
  }

  /** The subscriber's torrent; without the webseed, only another person can help. */
  function torrentOf(work: Work, token: string, { withWebSeed = true } = {}): string {
    const stored = { infoHash: work.infoHash.toString('hex'), name: work.fileName }
    const places = { publicUrl: running.url, token }
    const text = torrentFile({ ...stored, metainfo: work.metainfo }, places).toString('latin1')
    // Another key of the same length: clients do not know it.
    const seen = withWebSeed ? text : text.replace('8:url-list', '8:url-lisT')
    return Buffer.from(seen, 'latin1').toString('base64')
  }

  async function openPage(browser: Browser): Promise<Page> {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(address)
    return page
  }

  async function take(page: Page, torrent: string): Promise<string> {
    return page.evaluate(`(${TAKE})(${JSON.stringify(torrent)})`)
  }

  async function sightings(token: string): Promise<number> {
    const rows = await db
      .from('announce_peers')
      .join('announce_tokens', 'announce_tokens.id', 'announce_peers.token_id')
      .where('announce_tokens.token_hash', tokenHash(token))
    return rows.length
  }

  async function eventually(what: () => Promise<boolean>): Promise<void> {
    for (let waits = 0; waits < 100 && !(await what()); waits++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  async function isCounted(subscriberId: string): Promise<boolean> {
    const units = await unitsOf(subscriberId)
    return units.length > 0
  }

  async function bytesAnnounced(token: string): Promise<number> {
    await running.tracker.flush()
    const [row] = await db
      .from('transfer_deltas')
      .join('announce_tokens', 'announce_tokens.id', 'transfer_deltas.token_id')
      .where('announce_tokens.token_hash', tokenHash(token))
      .sum('downloaded as sum')
    return Number(row.sum)
  }

  test('P1 P9: it announces with its token, and what it takes counts once', async ({
    assert,
    browser,
  }) => {
    const work = await makeWork({ byteLength: 400_000 })
    const { subscriberId, token } = await subscriberOf(work)
    for (let time = 1; time <= 2; time++) {
      const page = await openPage(browser)
      const taken = await take(page, torrentOf(work, token))
      assert.equal(taken, digestOf(work.media))
      await eventually(async () => (await bytesAnnounced(token)) >= time * work.media.length)
      await page.context().close()
      assert.equal(await sightings(token), time, 'it was seen incomplete over WebSocket')
      assert.lengthOf(await unitsOf(subscriberId), 1)
    }
    assert.isEmpty(running.errors)
  }).timeout(60_000)

  test('P1: it takes a work from another browser, and only who took it is counted', async ({
    assert,
    browser,
  }) => {
    const work = await makeWork({ byteLength: 400_000 })
    const first = await subscriberOf(work)
    const sharing = await openPage(browser)
    await take(sharing, torrentOf(work, first.token))
    await eventually(() => isCounted(first.subscriberId))

    const second = await subscriberOf(work)
    const taking = await openPage(browser)
    const torrent = torrentOf(work, second.token, { withWebSeed: !HAS_NETWORK })
    const taken = await take(taking, torrent)
    assert.equal(taken, digestOf(work.media))
    await eventually(() => isCounted(second.subscriberId))
    assert.lengthOf(await unitsOf(first.subscriberId), 1)
    const [unit] = await unitsOf(second.subscriberId)
    if (HAS_NETWORK) assert.equal(unit.evidence, 'announce')
    await sharing.context().close()
    await taking.context().close()
  }).timeout(90_000)
})
