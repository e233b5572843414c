import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import WebTorrent from 'webtorrent'

const GIVE_UP_AFTER_MS = 60_000
/** A peer that has the work stays for a while, so that the next ones find somebody to ask. */
const SEEDS_FOR_MS = 4_000

/**
 * A real BitTorrent client that takes a torrent, from the webseed and from whoever shares it,
 * stays a moment to share, and leaves. It knows nothing of us but the torrent file.
 *
 * @returns bytes downloaded
 */
export async function downloadAsPeer(torrent: Buffer): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'peerfy-peer-'))
  const client = new WebTorrent({
    dht: false,
    lsd: false,
    natUpnp: false,
    natPmp: false,
    utp: false,
  })
  try {
    const bytes = await take(client, torrent, folder)
    await sleep(SEEDS_FOR_MS)
    return bytes
  } finally {
    await new Promise<void>((resolve) => client.destroy(() => resolve()))
    await rm(folder, { recursive: true, force: true })
  }
}

function take(client: WebTorrent, torrent: Buffer, folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('nothing came in time')), GIVE_UP_AFTER_MS)
    const fail = (error: Error | string) => {
      clearTimeout(late)
      reject(error instanceof Error ? error : new Error(error))
    }
    client.on('error', fail)
    const transfer = client.add(torrent, { path: folder })
    transfer.on('error', fail)
    transfer.on('done', () => {
      clearTimeout(late)
      resolve(transfer.downloaded)
    })
  })
}
