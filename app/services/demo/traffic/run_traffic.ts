import { readFile } from 'node:fs/promises'
import trackerConfig from '#config/tracker'
import env from '#start/env'
import { downloadAsPeer } from '#services/demo/traffic/download_as_peer'
import { planTraffic, type PlannedTransfer } from '#services/demo/traffic/plan_traffic'
import { issueAnnounceToken } from '#services/tracker/issue_announce_token'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { torrentFile } from '#services/tracker/personal_torrent'
import { findTorrentOfWork } from '#services/tracker/queries/torrent_of_work'
import type { Clock } from '#values/clock'

interface Options {
  peers: number
  /** How many are on the network at the same time. */
  atOnce: number
  clock: Clock
  say: (line: string) => void
}

/** Where the running demo is reached; null when it does not answer. */
export async function runningDemo(): Promise<string | null> {
  const url = await addressOfRun()
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) })
    await answer.body?.cancel()
    return url
  } catch {
    return null
  }
}

/** `npm start` writes down where it serves: it may be another port than the default one. */
async function addressOfRun(): Promise<string> {
  try {
    const file = await readFile(`${env.get('PEERFY_STORAGE')}/run/up.json`, 'utf8')
    const { url } = JSON.parse(file) as { url?: string }
    return url ?? trackerConfig.publicUrl
  } catch {
    return trackerConfig.publicUrl
  }
}

/**
 * Makes people of the cast download works with real BitTorrent clients, through the running
 * tracker, so that a newcomer sees units arrive.
 *
 * @returns how many downloads finished
 */
export async function runTraffic(publicUrl: string, options: Options): Promise<number> {
  const waiting = await planTraffic(options.peers)
  let finished = 0
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      options.say(`${next.person} prend « ${next.title} »`)
      const torrent = await torrentFor(next, publicUrl, options.clock)
      const bytes = await downloadAsPeer(torrent)
      finished++
      options.say(`${next.person} a « ${next.title} » (${Math.round(bytes / 1024)} ko)`)
    }
  }
  await Promise.all(Array.from({ length: options.atOnce }, work))
  return finished
}

async function torrentFor(planned: PlannedTransfer, publicUrl: string, clock: Clock) {
  const { subscriberId, workId } = planned
  const torrent = await findTorrentOfWork(workId)
  if (!torrent) throw new Error(`"${planned.title}" has no torrent`)
  const tokenKey = trackerConfig.tokenKey
  const token = await lucidDatabase.use((client) =>
    issueAnnounceToken(client, { subscriberId, workId, tokenKey, clock })
  )
  return torrentFile(torrent, { publicUrl, token })
}
