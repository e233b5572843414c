import app from '@adonisjs/core/services/app'
import type { WorkAccess, WorkAccessSource } from '#services/catalogue/work_access'
import { buildPersonalTorrent, buildPublicTorrent } from '#services/tracker/build_personal_torrent'
import type { DownloadLinks } from '#services/tracker/build_personal_torrent'
import {
  findSubscriber,
  runningSubscription,
} from '#services/subscriptions/queries/find_subscriber'
import { sharingOf } from '#services/tracker/ask_tracker'
import { Clock } from '#values/clock'

const CLOSED: Omit<WorkAccess, 'state'> = {
  fileUrl: null,
  torrentUrl: null,
  magnet: null,
  personal: false,
  playUrl: null,
}

/** The pseudonym of an account whose subscription runs; null for everybody else. */
async function payingSubscriber(accountId: string | null): Promise<string | null> {
  const subscriber = accountId ? await findSubscriber(accountId) : null
  const running = subscriber ? await runningSubscription(subscriber.id) : null
  return running ? running.subscriberId : null
}

/**
 * The links of a work for one reader: with their own token for a subscriber, without one for
 * everybody where the licence is open, none otherwise.
 */
export async function linksFor(workId: string, accountId: string | null) {
  const subscriberId = await payingSubscriber(accountId)
  const clock = await app.container.make(Clock)
  const links = subscriberId
    ? await buildPersonalTorrent({ subscriberId, workId, clock })
    : await buildPublicTorrent({ workId })
  return links ? { links, personal: subscriberId !== null } : null
}

function granted(links: DownloadLinks, torrentUrl: string, personal: boolean): WorkAccess {
  return {
    state: 'granted',
    fileUrl: links.directDownload,
    torrentUrl,
    magnet: links.magnet,
    personal,
    playUrl: links.playback,
  }
}

export const trackerWorkAccess: WorkAccessSource = {
  async accessOf(work, accountId) {
    const found = await linksFor(work.id, accountId)
    if (found) return granted(found.links, `/tracker/works/${work.slug}/torrent`, found.personal)
    return { state: accountId ? 'subscribe' : 'sign_in', ...CLOSED }
  },

  sharingOf,
}
