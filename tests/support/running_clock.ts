import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { OffsetClock, TIME_ZONE } from '#values/clock'

/**
 * A clock that runs from this instant on, for this process and for a site that is started with
 * `env`: what several processes do to one meeting lies then on one line of time.
 */
export async function runningClock(instant: string) {
  const storage = await mkdtemp(join(tmpdir(), 'clock-'))
  const file = join(storage, 'demo', 'clock.json')
  await mkdir(join(storage, 'demo'))
  const from = DateTime.fromISO(instant, { zone: TIME_ZONE }).toMillis()
  await writeFile(file, JSON.stringify({ offset_ms: from - Date.now() }))
  return { clock: new OffsetClock(file), env: { PEERFY_DEMO: 'true', PEERFY_STORAGE: storage } }
}
