import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { TrackerServer } from '#services/tracker/tracker_server'

const TIMEOUT_MS = 3_000

/** Who shares a torrent at this moment, whichever process the tracker runs in. */
export async function sharingOf(
  infoHashHex: string
): Promise<{ seeders: number; leechers: number }> {
  const apart = env.get('TRACKER_URL')
  if (!apart) {
    const tracker = await own()
    return tracker.sharingOf(infoHashHex)
  }
  const answer = await fetch(new URL(`/sharing/${infoHashHex}`, apart), timely())
  return (await answer.json()) as { seeders: number; leechers: number }
}

/** What /health asks. @throws with the reason when the tracker is not well or does not answer */
export async function assertTrackerHealthy(): Promise<void> {
  const apart = env.get('TRACKER_URL')
  if (!apart) {
    const tracker = await own()
    return tracker.assertHealthy()
  }
  const answer = await fetch(new URL('/health', apart), timely())
  if (answer.ok) return
  const { reason } = (await answer.json()) as { reason?: string }
  throw new Error(reason ?? `the tracker answers ${answer.status}`)
}

function own(): Promise<TrackerServer> {
  return app.container.make(TrackerServer)
}

function timely(): RequestInit {
  return { signal: AbortSignal.timeout(TIMEOUT_MS) }
}
