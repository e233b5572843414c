import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DateTime } from 'luxon'
import { OffsetClock, TIME_ZONE } from '#values/clock'

/** The clock trusts what it read for a quarter of a second. */
const REREAD_MS = 300

/**
 * A clock that runs from this instant on, for this process and for a site that is started with
 * `env`: what several processes do to one meeting lies then on one line of time.
 */
export async function runningClock(instant: string) {
  const storage = await mkdtemp(join(tmpdir(), 'clock-'))
  const file = join(storage, 'demo', 'clock.json')
  await mkdir(join(storage, 'demo'))
  let offsetMs = DateTime.fromISO(instant, { zone: TIME_ZONE }).toMillis() - Date.now()
  const write = () => writeFile(file, JSON.stringify({ offset_ms: offsetMs }))
  await write()
  return {
    clock: new OffsetClock(file),
    env: { PEERFY_DEMO: 'true', PEERFY_STORAGE: storage },
    /** Lets so much time pass at once: for whoever runs now, and for sites that start later. */
    async pass(ms: number) {
      offsetMs += ms
      await write()
      await wait(REREAD_MS)
    },
  }
}
