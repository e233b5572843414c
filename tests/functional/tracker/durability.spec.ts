import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { runCheck } from '#checks/index'
import { checks } from '#checks/tracker'
import { lucidDatabase } from '#services/tracker/lucid_database'
import type { SqlDatabase } from '#services/tracker/sql_database'
import {
  announce,
  announceQuery,
  clockOf,
  makeSubscriber,
  makeWork,
  newPeerId,
  refusal,
  startTracker,
  tokenFor,
  unitsOf,
} from './scene.js'

const clock = clockOf('2031-08')

/** A database that can be taken away, as a broken network would. */
function fragileDatabase() {
  const state = { away: false }
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (state.away) throw new Error('the database is away')
    return work()
  }
  const database: SqlDatabase = {
    use: (work) => guard(() => lucidDatabase.use(work)),
    transaction: (work) => guard(() => lucidDatabase.transaction(work)),
  }
  return { database, state }
}

test.group('When the database is away', () => {
  async function scene() {
    const work = await makeWork()
    const subscriberId = await makeSubscriber()
    const token = await tokenFor(subscriberId, work.workId, clock)
    return { subscriberId, token, peerId: newPeerId(), infoHash: work.infoHash }
  }

  test('a completion that is not durable is refused, and counted when the client comes back', async ({
    assert,
  }) => {
    const { subscriberId, token, ...who } = await scene()
    const { database, state } = fragileDatabase()
    const running = await startTracker(clock, { database })
    await announce(running.url, token, announceQuery({ ...who, left: 9, event: 'started' }))
    state.away = true
    const end = announceQuery({ ...who, left: 0, downloaded: 9, event: 'completed' })
    const refused = await announce(running.url, token, end)
    assert.match(refused['failure reason']!, /indisponible/)
    assert.equal(refused['retry in'], 2)
    assert.isEmpty(await unitsOf(subscriberId))
    state.away = false
    assert.isUndefined(await refusal(running.url, token, end))
    await running.stop()
    assert.lengthOf(await unitsOf(subscriberId), 1)
    const deltas = await db.from('transfer_deltas').where('info_hash', who.infoHash)
    assert.lengthOf(deltas, 1)
  })

  test('transfers wait, and beyond a bound the tracker says so', async ({ assert }) => {
    const { token, ...who } = await scene()
    const { database, state } = fragileDatabase()
    const running = await startTracker(clock, { database, maxQueuedTransfers: 1 })
    await announce(running.url, token, announceQuery({ ...who, left: 9, event: 'started' }))
    state.away = true
    const say = (downloaded: number) =>
      refusal(running.url, token, announceQuery({ ...who, left: 9, downloaded }))
    assert.isUndefined(await say(5))
    assert.isString(await say(7))
    await running.tracker.flush()
    assert.throws(() => running.tracker.assertHealthy())
    state.away = false
    await running.tracker.flush()
    assert.doesNotThrow(() => running.tracker.assertHealthy())
    await say(12)
    await running.stop()
    const rows = await db.from('transfer_deltas').where('info_hash', who.infoHash)
    assert.deepEqual(rows.map((row) => Number(row.downloaded)).sort(), [5, 7])
  })

  test('two processes that count the same completion at once count it once', async ({ assert }) => {
    const { subscriberId, token, ...who } = await scene()
    const trackers = await Promise.all([startTracker(clock), startTracker(clock)])
    await announce(trackers[0].url, token, announceQuery({ ...who, left: 9 }))
    const end = announceQuery({ ...who, left: 0 })
    await Promise.all(trackers.map((one) => announce(one.url, token, end)))
    await Promise.all(trackers.map((one) => one.stop()))
    assert.lengthOf(await unitsOf(subscriberId), 1)
  })

  test('the invariants hold after all of this: {name}')
    .with(checks.filter((check) => check.name !== 'tracker.addresses_forgotten'))
    .run(async ({ assert }, check) => {
      // Of our own month alone: other specs leave use behind that never was a download.
      const { failure } = await runCheck(check, { period: '2031-08' })
      assert.isNull(failure)
    })
})
