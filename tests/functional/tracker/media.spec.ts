import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import bencode from 'bencode'
import { createHash } from 'node:crypto'
import { buildPersonalTorrent, buildPublicTorrent } from '#services/tracker/build_personal_torrent'
import {
  announce,
  announceQuery,
  clockOf,
  bodyOf,
  get,
  makeSubscriber,
  makeWork,
  newPeerId,
  startTracker,
  statusOf,
  tokenFor,
  unitsOf,
} from './scene.js'

const clock = clockOf('2031-03')

test.group('Webseed and plain downloads', (group) => {
  let running: Awaited<ReturnType<typeof startTracker>>
  group.setup(async () => {
    running = await startTracker(clock)
  })
  group.teardown(() => running.stop())

  async function scene(isOpen = false) {
    const work = await makeWork({ isOpen })
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    const path = `/media/${work.infoHash.toString('hex')}/${encodeURIComponent(work.fileName)}`
    return { work, subscriberId, token, path }
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 150))

  test('a closed work asks for a token, an open one does not', async ({ assert }) => {
    const closed = await scene()
    const refused = await get(running.url, closed.path)
    assert.equal(refused.status, 403)
    assert.match(refused.body.toString(), /jeton/)
    const other = await scene()
    assert.equal(await statusOf(running.url, `/t/${other.token}${closed.path}`), 403)
    const open = await scene(true)
    const served = await get(running.url, open.path)
    assert.equal(served.status, 200)
    assert.isTrue(served.body.equals(open.work.media))
  })

  test('ranges are served, and counted once when they cover every byte', async ({ assert }) => {
    const { work, subscriberId, token, path } = await scene()
    const url = `/t/${token}${path}`
    const half = await get(running.url, url, { range: 'bytes=0-34999' })
    assert.equal(half.status, 206)
    assert.isTrue(half.body.equals(work.media.subarray(0, 35_000)))
    await settled()
    assert.isEmpty(await unitsOf(subscriberId))
    await get(running.url, url, { range: 'bytes=34000-' })
    await settled()
    const [unit] = await unitsOf(subscriberId)
    assert.include(unit, { evidence: 'server', kind: 'download', period: '2031-03' })
    await get(running.url, url)
    await settled()
    assert.lengthOf(await unitsOf(subscriberId), 1)
  })

  test('P9: a download over HTTP and over the torrent are one', async ({ assert }) => {
    const { work, subscriberId, token, path } = await scene()
    const who = { infoHash: work.infoHash, peerId: newPeerId() }
    await announce(running.url, token, announceQuery({ ...who, left: 9 }))
    await get(running.url, `/t/${token}${path}?telecharger=1`)
    await settled()
    await announce(running.url, token, announceQuery({ ...who, left: 0, event: 'completed' }))
    const units = await unitsOf(subscriberId)
    assert.lengthOf(units, 1)
    assert.equal(units[0].evidence, 'server')
  })

  test('saving is asked for, playing in the page counts no download', async ({ assert }) => {
    const { subscriberId, token, path } = await scene()
    const saved = await get(running.url, `/t/${token}${path}?telecharger=1`, {
      range: 'bytes=0-1',
    })
    assert.match(String(saved.headers['content-disposition']), /^attachment; filename="essai/)
    await get(running.url, `/t/${token}${path}?ecoute=1`)
    await settled()
    assert.isEmpty(await unitsOf(subscriberId))
  })

  test('nothing outside the media folder is served', async ({ assert }) => {
    const moved = await scene(true)
    await db.rawQuery('ALTER TABLE media_files DISABLE TRIGGER media_files_guard')
    await db
      .from('media_files')
      .where('work_id', moved.work.workId)
      .update({ storage_path: '../secrets.json' })
    await db.rawQuery('ALTER TABLE media_files ENABLE TRIGGER media_files_guard')
    assert.equal(await statusOf(running.url, moved.path), 404)
    const { work, token } = await scene(true)
    const hash = work.infoHash.toString('hex')
    for (const tail of ['..%2f..%2fsecrets.json', '../../secrets.json', 'other.ogg', '%ff']) {
      const reply = await get(running.url, `/t/${token}/media/${hash}/${tail}`)
      assert.equal(reply.status, 404, tail)
    }
    assert.isEmpty(running.errors)
  })

  test('the address as it stands is the only file of a torrent of one', async ({ assert }) => {
    const { work, token } = await scene(true)
    const path = `/t/${token}/media/${work.infoHash.toString('hex')}/`
    assert.isTrue((await bodyOf(running.url, path)).equals(work.media))
  })

  test('any page may ask before it fetches', async ({ assert }) => {
    const { path } = await scene(true)
    const reply = await fetch(`${running.url}${path}`, { method: 'OPTIONS' })
    assert.equal(reply.status, 204)
    assert.equal(reply.headers.get('access-control-allow-origin'), '*')
    assert.match(reply.headers.get('access-control-allow-headers')!, /cache-control/)
    const asked = await fetch(`${running.url}/announce`, { method: 'OPTIONS' })
    assert.equal(asked.status, 405)
  })

  test('a range beyond the end is refused', async ({ assert }) => {
    const { path } = await scene(true)
    assert.equal(await statusOf(running.url, path, { range: 'bytes=900000-' }), 416)
  })

  test('P4: the personal torrent keeps the info-hash and carries the token', async ({ assert }) => {
    const { work, subscriberId, token } = await scene()
    const links = await buildPersonalTorrent({ subscriberId, workId: work.workId, clock })
    const torrent = bencode.decode(links!.torrent)
    const infoHash = createHash('sha1').update(bencode.encode(torrent.info)).digest()
    assert.isTrue(infoHash.equals(work.infoHash))
    assert.include(Buffer.from(torrent.announce).toString(), `/t/${token}/announce`)
    assert.equal(
      Buffer.from(torrent['url-list'][0]).toString().split('/t/')[1],
      `${token}/media/${links!.infoHash}/`
    )
    assert.include(links!.magnet, encodeURIComponent(`/t/${token}/announce`))
    assert.isNull(await buildPublicTorrent({ workId: work.workId, clock }))
    const open = await scene(true)
    const everyone = await buildPublicTorrent({ workId: open.work.workId, clock })
    assert.notInclude(everyone!.magnet + everyone!.torrent.toString('latin1'), '/t/')
    const reply = await get(running.url, new URL(everyone!.directDownload).pathname)
    assert.isTrue(reply.body.equals(open.work.media))
  })
})
