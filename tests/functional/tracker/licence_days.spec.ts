import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { buildPublicTorrent } from '#services/tracker/build_personal_torrent'
import { FixedClock } from '#values/clock'
import { announceQuery, makeWork, newPeerId, refusal, startTracker } from './scene.js'

test.group('The days of an open licence', () => {
  /** True when both the page and the tracker hand the work to anybody. */
  async function isOpen(work: Awaited<ReturnType<typeof makeWork>>, at: string) {
    const clock = new FixedClock(at)
    const running = await startTracker(clock, { directoryCacheSeconds: 0 })
    const said = announceQuery({ infoHash: work.infoHash, peerId: newPeerId(), left: 9 })
    const refused = await refusal(running.url, null, said)
    await running.stop()
    const links = await buildPublicTorrent({ workId: work.workId, clock })
    return [links !== null, refused === undefined]
  }

  test('its last day is a day of Paris on the co-operative’s clock, to its last minute', async ({
    assert,
  }) => {
    const work = await makeWork({ isOpen: true })
    await db.from('licences').where('work_id', work.workId).update({ ends_on: '2031-04-30' })
    assert.deepEqual(await isOpen(work, '2031-04-30T23:59'), [true, true])
    // In UTC it is still 30 April.
    assert.deepEqual(await isOpen(work, '2031-05-01T00:30'), [false, false])
  })

  test('it opens on the day of Paris on which it is signed, not before', async ({ assert }) => {
    // Signed at midnight of UTC on 1 January 2026: in Paris it is that day as well.
    const work = await makeWork({ isOpen: true })
    assert.deepEqual(await isOpen(work, '2025-12-31T23:30'), [false, false])
    assert.deepEqual(await isOpen(work, '2026-01-01T00:30'), [true, true])
  })
})
