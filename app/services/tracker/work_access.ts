import app from '@adonisjs/core/services/app'
import type { WorkAccess, WorkAccessSource } from '#services/catalogue/work_access'
import { buildPersonalTorrent, buildPublicTorrent } from '#services/tracker/build_personal_torrent'
import type { DownloadLinks } from '#services/tracker/build_personal_torrent'
import {
  personalAccess,
  type PersonalAccess,
} from '#services/subscriptions/queries/personal_access'
import { sharingOf } from '#services/tracker/ask_tracker'
import { Clock } from '#values/clock'

const CLOSED: Omit<WorkAccess, 'state'> = {
  fileUrl: null,
  torrentUrl: null,
  magnet: null,
  personal: false,
  playUrl: null,
  reference: null,
}

interface Found {
  links: DownloadLinks | null
  access: PersonalAccess
}

/**
 * The links of a work for one reader: with their own token while their access is open, without one
 * for everybody where the licence is open, none otherwise.
 */
export async function linksFor(workId: string, accountId: string | null): Promise<Found> {
  const clock = await app.container.make(Clock)
  const access = await personalAccess(accountId, clock)
  const links =
    access.state === 'open'
      ? await buildPersonalTorrent({ subscriberId: access.subscriberId, workId, clock })
      : await buildPublicTorrent({ workId, clock })
  return { links, access }
}

function granted(links: DownloadLinks, torrentUrl: string, personal: boolean): WorkAccess {
  return {
    state: 'granted',
    fileUrl: links.directDownload,
    torrentUrl,
    magnet: links.magnet,
    personal,
    playUrl: links.playback,
    reference: null,
  }
}

/** What the reader has to do first. */
function awaited(access: PersonalAccess, signedIn: boolean): WorkAccess {
  if (!signedIn) return { state: 'sign_in', ...CLOSED }
  if (access.state === 'pay') return { ...CLOSED, state: 'pay', reference: access.reference }
  return { state: access.state === 'verify_email' ? 'verify_email' : 'subscribe', ...CLOSED }
}

export const trackerWorkAccess: WorkAccessSource = {
  async accessOf(work, accountId) {
    const { links, access } = await linksFor(work.id, accountId)
    if (!links) return awaited(access, accountId !== null)
    return granted(links, `/tracker/works/${work.slug}/torrent`, access.state === 'open')
  },

  sharingOf,
}
