import { createHash, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import bencode from 'bencode'
import createTorrent from 'create-torrent'
import config from '#config/tracker'
import { issueAnnounceToken } from '#services/tracker/issue_announce_token'
import { lucidDatabase } from '#services/tracker/lucid_database'
import { TrackerServer } from '#services/tracker/tracker_server'
import type { SqlDatabase } from '#services/tracker/sql_database'
import { openAccess } from '#tests/support/paying'
import { FixedClock } from '#values/clock'
import { newId } from '#values/id'
import { percentEncodeBytes } from '#values/infohash'

type Config = typeof config

/** Nobody else's months: the database is shared with the other specs. */
export function clockOf(month: string): FixedClock {
  return new FixedClock(`${month}-15T12:00:00`)
}

export async function startTracker(
  clock: FixedClock,
  options: Partial<Config> & { database?: SqlDatabase } = {}
) {
  const { database = lucidDatabase, ...overrides } = options
  const errors: unknown[] = []
  const tracker = new TrackerServer({
    database,
    clock,
    config: { ...config, duplicateLockSeconds: 0, ...overrides },
    onError: (error) => errors.push(error),
  })
  const server = createServer((_, response) => response.writeHead(404).end('the framework'))
  tracker.attach(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    tracker,
    errors,
    url: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await tracker.close()
    },
  }
}

const now = '2026-01-01T00:00:00Z'

async function makeLicence(workId: string, isOpen: boolean) {
  const [holder, licenceText] = [newId(), newId()]
  await db.table('rights_holders').insert({
    id: holder,
    name: 'Ayant droit',
    legal_form: 'person',
    created_at: now,
  })
  await db.table('licence_texts').insert({
    id: licenceText,
    code: `essai-${licenceText}`,
    version: '1',
    title_fr: 'Essai',
    title_en: 'Trial',
    body_fr: '-',
    body_en: '-',
    sha256: '0'.repeat(64),
    is_open: isOpen,
    allows_paid_use: true,
    effective_from: '2026-01-01',
  })
  await db.table('licences').insert({
    id: newId(),
    work_id: workId,
    rights_holder_id: holder,
    licence_text_id: licenceText,
    text_sha256: '0'.repeat(64),
    signer_name: 'Ayant droit',
    evidence: '{}',
    signed_at: now,
  })
}

/** A published work with real media of `byteLength` random bytes and a real torrent. */
export async function makeWork({ isOpen = false, byteLength = 70_000 } = {}) {
  const artistId = newId()
  const workId = newId()
  const media = randomBytes(byteLength)
  const fileName = `essai été ${workId.slice(0, 8)}.ogg`
  await db.table('artists').insert({
    id: artistId,
    name: 'Artiste',
    slug: `artiste-${artistId}`,
    created_at: now,
  })
  await db.table('works').insert({
    id: workId,
    artist_id: artistId,
    title: 'Essai',
    slug: `essai-${workId}`,
    kind: 'audio',
    state: 'published',
    created_at: now,
  })
  await makeLicence(workId, isOpen)
  const storagePath = `essai/${workId}.ogg`
  await mkdir(join(config.mediaRoot, 'essai'), { recursive: true })
  await writeFile(join(config.mediaRoot, storagePath), media)
  const mediaFileId = newId()
  await db.table('media_files').insert({
    id: mediaFileId,
    work_id: workId,
    file_name: fileName,
    storage_path: storagePath,
    mime_type: 'audio/ogg',
    byte_length: media.length,
    sha256: createHash('sha256').update(media).digest('hex'),
    created_at: now,
  })
  const torrent = await makeTorrent(workId, media, fileName)
  return { workId, media, mediaFileId, fileName, ...torrent }
}

/** Another torrent of the same bytes when the piece length differs. */
export async function makeTorrent(
  workId: string,
  media: Buffer,
  name: string,
  pieceLength = 16_384
) {
  const metainfo = await new Promise<Uint8Array>((resolve, reject) => {
    createTorrent(
      Object.assign(Buffer.from(media), { name }),
      { name, pieceLength, announceList: [], private: false },
      (error: Error | null, torrent: Uint8Array) => (error ? reject(error) : resolve(torrent))
    )
  })
  const { info } = bencode.decode(metainfo)
  const infoHash = createHash('sha1').update(bencode.encode(info)).digest()
  await db.table('torrents').insert({
    id: newId(),
    work_id: workId,
    info_hash: infoHash.toString('hex'),
    name,
    piece_length: pieceLength,
    byte_length: media.length,
    metainfo: Buffer.from(metainfo),
    created_at: now,
  })
  return { infoHash, metainfo: Buffer.from(metainfo) }
}

/** Somebody whose fee is settled. */
export async function makeSubscriber(): Promise<string> {
  const id = newId()
  await db.table('subscribers').insert({ id, created_at: now })
  await openAccess(id)
  return id
}

export async function tokenFor(subscriberId: string, workId: string, clock: FixedClock) {
  return lucidDatabase.use((client) =>
    issueAnnounceToken(client, { subscriberId, workId, tokenKey: config.tokenKey, clock })
  )
}

export function newPeerId(): Buffer {
  return Buffer.concat([Buffer.from('-TR3000-'), randomBytes(12)])
}

export interface Announce {
  infoHash: Buffer
  peerId: Buffer
  left: number | bigint | string
  uploaded?: number | bigint | string
  downloaded?: number | bigint | string
  event?: string
  port?: number | string
  extra?: string
}

export function announceQuery(said: Announce): string {
  const { infoHash, peerId, left, uploaded = 0, downloaded = 0, event, port = 6881 } = said
  return (
    `info_hash=${percentEncodeBytes(infoHash)}&peer_id=${percentEncodeBytes(peerId)}&port=${port}` +
    `&uploaded=${uploaded}&downloaded=${downloaded}&left=${left}&compact=1` +
    `${event === undefined ? '' : `&event=${event}`}${said.extra ?? ''}`
  )
}

/** A GET that sends its path as it is, unlike fetch. */
export function get(
  url: string,
  path: string,
  headers: Record<string, string> = {}
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    httpRequest({ hostname, port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: Buffer.concat(chunks),
        })
      )
    })
      .on('error', reject)
      .end()
  })
}

export interface AnnounceReply {
  'failure reason'?: string
  'retry in'?: number | string
  'warning message'?: string
  'complete': number
  'incomplete': number
  'interval': number
  'min interval': number
  'external ip'?: Buffer
  'peers': Buffer
  'peers6'?: Buffer
}

export async function announce(
  url: string,
  token: string | null,
  query: string,
  headers: Record<string, string> = {}
): Promise<AnnounceReply> {
  const { body } = await get(url, `${token ? `/t/${token}` : ''}/announce?${query}`, headers)
  return readable(bencode.decode(body))
}

/** Why an announce is refused; undefined when it is served. */
export async function refusal(url: string, token: string | null, query: string) {
  const reply = await announce(url, token, query)
  return reply['failure reason']
}

export async function statusOf(...asked: Parameters<typeof get>): Promise<number> {
  const { status } = await get(...asked)
  return status
}

export async function bodyOf(...asked: Parameters<typeof get>): Promise<Buffer> {
  const { body } = await get(...asked)
  return body
}

/** Sentences as text, addresses as bytes. */
export function readable(reply: Record<string, unknown>): AnnounceReply {
  for (const [key, value] of Object.entries(reply)) {
    if (!(value instanceof Uint8Array)) continue
    const isBytes = key.startsWith('peers') || key === 'external ip'
    reply[key] = isBytes ? Buffer.from(value) : Buffer.from(value).toString()
  }
  return reply as unknown as AnnounceReply
}

export async function unitsOf(subscriberId: string): Promise<Record<string, unknown>[]> {
  return db.from('usage_units').where('subscriber_id', subscriberId).orderBy('at')
}
