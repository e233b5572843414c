/** How one reader may take a work along; amounts of bytes live in the files. */
export interface WorkAccess {
  /** `verify_email`, `pay`: subscribed, and what is still awaited before the work opens. */
  state: 'granted' | 'sign_in' | 'subscribe' | 'verify_email' | 'pay'
  /** What to write into the transfer that is awaited. */
  reference: string | null
  fileUrl: string | null
  torrentUrl: string | null
  magnet: string | null
  /** The torrent carries this reader's own token, so that the download counts. */
  personal: boolean
  playUrl: string | null
}

export interface WorkSharing {
  seeders: number
  leechers: number
}

export interface WorkAccessSource {
  accessOf(work: { id: string; slug: string }, accountId: string | null): Promise<WorkAccess>
  sharingOf(infoHash: string): Promise<WorkSharing>
}

let source: WorkAccessSource | null = null

/** The tracker stands above the catalogue: it tells the work's page what it hands out. */
export function registerWorkAccess(registered: WorkAccessSource) {
  source = registered
}

export function workAccess(): WorkAccessSource {
  if (!source) throw new Error('no tracker has registered how works are handed out')
  return source
}
