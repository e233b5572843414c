import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import {
  announce,
  announceQuery,
  clockOf,
  makeSubscriber,
  makeTorrent,
  makeWork,
  newPeerId,
  startTracker,
  tokenFor,
  unitsOf,
} from './scene.js'

const clock = clockOf('2031-01')

test.group('Completions over HTTP', (group) => {
  let running: Awaited<ReturnType<typeof startTracker>>
  group.setup(async () => {
    running = await startTracker(clock)
  })
  group.teardown(() => running.stop())

  async function scene() {
    const work = await makeWork()
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    return { work, subscriberId, token, peerId: newPeerId(), infoHash: work.infoHash }
  }

  test('P2: three identical completed announces are one unit', async ({ assert }) => {
    const { work, subscriberId, token, ...who } = await scene()
    const first = await announce(
      running.url,
      token,
      announceQuery({ ...who, left: work.media.length, event: 'started' })
    )
    assert.isUndefined(first['failure reason'])
    assert.equal(first.incomplete, 1)
    for (let i = 0; i < 3; i++) {
      const reply = await announce(
        running.url,
        token,
        announceQuery({ ...who, left: 0, downloaded: work.media.length, event: 'completed' })
      )
      assert.equal(reply.complete, 1)
    }
    const units = await unitsOf(subscriberId)
    assert.lengthOf(units, 1)
    assert.include(units[0], {
      period: '2031-01',
      kind: 'download',
      evidence: 'announce',
      units: 1,
      rule_version: 1,
      work_id: work.workId,
    })
    const total = await db.from('usage_totals').where('subscriber_id', subscriberId).first()
    assert.include(total, { period: '2031-01', download_units: 1, announce_units: 1 })
  })

  test('P2: completed with bytes left, or from a peer that never began, is no unit', async ({
    assert,
  }) => {
    const { subscriberId, token, ...who } = await scene()
    await announce(running.url, token, announceQuery({ ...who, left: 999, event: 'completed' }))
    const other = { ...who, peerId: newPeerId() }
    const reply = await announce(
      running.url,
      token,
      announceQuery({ ...other, left: 0, event: 'completed' })
    )
    assert.isUndefined(reply['failure reason'])
    assert.isEmpty(await unitsOf(subscriberId))
  })

  test('a client that says only stopped, with nothing left, has completed', async ({ assert }) => {
    const { work, subscriberId, token, ...who } = await scene()
    await announce(running.url, token, announceQuery({ ...who, left: 5, event: 'started' }))
    await announce(
      running.url,
      token,
      announceQuery({ ...who, left: 0, downloaded: work.media.length, event: 'stopped' })
    )
    assert.lengthOf(await unitsOf(subscriberId), 1)
  })

  test('P9: another torrent of the work, or the other address family, adds no unit', async ({
    assert,
  }) => {
    const { work, subscriberId, token, ...who } = await scene()
    const second = await makeTorrent(work.workId, work.media, work.fileName, 32_768)
    for (const infoHash of [who.infoHash, second.infoHash]) {
      await announce(running.url, token, announceQuery({ ...who, infoHash, left: 9 }))
      await announce(running.url, token, announceQuery({ ...who, infoHash, left: 0 }))
    }
    const again = { ...who, peerId: newPeerId() }
    await announce(running.url, token, announceQuery({ ...again, left: 9 }))
    await announce(running.url, token, announceQuery({ ...again, left: 0 }))
    assert.lengthOf(await unitsOf(subscriberId), 1)
  })

  test('a completion survives a restart between beginning and end', async ({ assert }) => {
    const { subscriberId, token, ...who } = await scene()
    await announce(running.url, token, announceQuery({ ...who, left: 9, event: 'started' }))
    const later = await startTracker(clock)
    await announce(later.url, token, announceQuery({ ...who, left: 0, event: 'completed' }))
    await later.stop()
    assert.lengthOf(await unitsOf(subscriberId), 1)
  })

  test('P3: 10 GiB of transfer is kept exactly, and counters that go back give no credit', async ({
    assert,
  }) => {
    const { token, ...who } = await scene()
    const counters = [0n, 10737418240n, 5n, 12n]
    for (const downloaded of counters) {
      await announce(running.url, token, announceQuery({ ...who, left: 9, downloaded }))
    }
    await running.tracker.flush()
    const rows = await db.from('transfer_deltas').where('info_hash', who.infoHash)
    const deltas = rows.map((row) => String(row.downloaded)).sort()
    assert.deepEqual(deltas, ['10737418240', '7'])
  })

  test('a use counts in the next open month when its own is being closed', async ({ assert }) => {
    const { subscriberId, token, ...who } = await scene()
    const late = clockOf('2039-06')
    await db
      .knexQuery()
      .table('periods')
      .insert({ period: '2039-06', state: 'closing', opened_at: '2039-06-01' })
      .onConflict()
      .ignore()
    const tracker = await startTracker(late)
    await announce(tracker.url, token, announceQuery({ ...who, left: 9 }))
    await announce(tracker.url, token, announceQuery({ ...who, left: 0 }))
    await tracker.stop()
    const [unit] = await unitsOf(subscriberId)
    assert.equal(unit.period, '2039-07')
  })
})
