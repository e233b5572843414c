import { test } from '@japa/runner'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { FixedClock, OffsetClock, SystemClock } from '#values/clock'

const HOUR_MS = 3_600_000
const RECHECK_MS = 300

test.group('Clock', () => {
  test('every clock tells Paris time', ({ assert }) => {
    for (const clock of [
      new SystemClock(),
      new FixedClock('2026-10-31'),
      new OffsetClock('/none'),
    ]) {
      assert.equal(clock.now().zoneName, 'Europe/Paris')
    }
  })

  test('a fixed clock stands still until it is moved', ({ assert }) => {
    const clock = new FixedClock('2026-10-25T02:30:00+02:00')
    assert.equal(clock.now().toMillis(), clock.now().toMillis())
    clock.advance({ hours: 1 })
    assert.equal(clock.now().toISO(), '2026-10-25T02:30:00.000+01:00')
    clock.moveTo('2026-11-01')
    assert.equal(clock.now().toISO(), '2026-11-01T00:00:00.000+01:00')
    assert.throws(() => new FixedClock('2026-02-30'), /not a date/)
  })

  test('an offset clock follows its file, which may be missing', async ({ assert, cleanup }) => {
    const directory = mkdtempSync(join(tmpdir(), 'peerfy-clock-'))
    cleanup(() => rmSync(directory, { recursive: true }))
    const file = join(directory, 'clock.json')
    const clock = new OffsetClock(file)
    assert.closeTo(clock.now().toMillis(), Date.now(), 50)
    writeFileSync(file, JSON.stringify({ offset_ms: 24 * HOUR_MS }))
    await setTimeout(RECHECK_MS)
    assert.closeTo(clock.now().toMillis(), Date.now() + 24 * HOUR_MS, 50)
    writeFileSync(file, JSON.stringify({ offset_ms: 48 * HOUR_MS }))
    utimesSync(file, 1, 2)
    await setTimeout(RECHECK_MS)
    assert.closeTo(clock.now().toMillis(), Date.now() + 48 * HOUR_MS, 50)
    rmSync(file)
    await setTimeout(RECHECK_MS)
    assert.closeTo(clock.now().toMillis(), Date.now(), 50)
  })

  test('an offset that is no whole number is refused', ({ assert, cleanup }) => {
    const directory = mkdtempSync(join(tmpdir(), 'peerfy-clock-'))
    cleanup(() => rmSync(directory, { recursive: true }))
    const file = join(directory, 'clock.json')
    writeFileSync(file, '{"offset_ms":"1"}')
    assert.throws(() => new OffsetClock(file).now(), /offset_ms must be a whole number/)
  })
})
