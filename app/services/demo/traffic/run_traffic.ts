import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
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
  /** Over how many minutes they arrive; 0: as soon as there is room. */
  minutes: number
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
 * @returns how many downloads finished, and how many units the tracker counted for them
 */
export async function runTraffic(publicUrl: string, options: Options) {
  const waiting = await planTraffic(options.peers, options.clock)
  const apartMs = (options.minutes * 60_000) / Math.max(1, waiting.length)
  const sum = { planned: waiting.length, finished: 0, units: 0 }
  let begun = 0
  const started = performance.now()
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await sleep(Math.max(0, started + apartMs * begun++ - performance.now()))
      const units = await download(next, publicUrl, options)
      if (units === null) continue
      sum.finished++
      sum.units += units
    }
  }
  await Promise.all(Array.from({ length: options.atOnce }, work))
  return sum
}

/** One person's download, told as it happens; the units counted for it, null when nothing came. */
async function download(
  planned: PlannedTransfer,
  publicUrl: string,
  { say, clock }: Options
): Promise<number | null> {
  const { firstName, title } = planned
  say(`${firstName} takes « ${title} »`)
  try {
    const bytes = await downloadAsPeer(await torrentFor(planned, publicUrl, clock))
    const { units, evidence } = await countedFor(planned)
    const proof = evidence === 'server' ? 'seen by the server' : 'announced by the client'
    const counted = units > 0 ? `${units} unit counted, ${proof}` : 'nothing counted'
    say(`${firstName} has « ${title} » (${Math.round(bytes / 1024)} kB): ${counted}`)
    return units
  } catch (error) {
    say(`${firstName} did not get « ${title} »: ${(error as Error).message}`)
    return null
  }
}

/** What stands in the registers for this person and work; the client has left by now. */
async function countedFor({ subscriberId, workId }: PlannedTransfer) {
  const rows = await db
    .from('usage_units')
    .where({ subscriber_id: subscriberId, work_id: workId, kind: 'download' })
    .select('units', 'evidence')
  const units = rows.reduce((sum: number, row) => sum + row.units, 0)
  return { units, evidence: rows[0]?.evidence as 'server' | 'announce' | undefined }
}

async function torrentFor(planned: PlannedTransfer, publicUrl: string, clock: Clock) {
  const { subscriberId, workId } = planned
  const torrent = await findTorrentOfWork(workId, clock)
  if (!torrent) throw new Error(`"${planned.title}" has no torrent`)
  const tokenKey = trackerConfig.tokenKey
  const token = await lucidDatabase.use((client) =>
    issueAnnounceToken(client, { subscriberId, workId, tokenKey, clock })
  )
  return torrentFile(torrent, { publicUrl, token })
}
