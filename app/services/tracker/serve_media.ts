import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import send from 'send'
import type { AnnounceGate } from '#services/tracker/announce_gate'
import type { Directory, TokenEntry, TorrentEntry } from '#services/tracker/directory'
import { GroupCommit } from '#services/tracker/group_commit'
import {
  findMediaFile,
  insideMedia,
  servedRange,
  type MediaFile,
} from '#services/tracker/media_path'
import { recordHttpRanges, type ServedBytes } from '#services/tracker/record_http_ranges'
import type { SqlDatabase } from '#services/tracker/sql_database'
import type { TrackerConfig } from '#config/tracker'
import type { Clock } from '#values/clock'

interface Parts {
  database: SqlDatabase
  clock: Clock
  directory: Directory
  gate: AnnounceGate
  config: TrackerConfig
  now: () => number
  onError: (error: unknown) => void
}

interface MediaSet {
  name: string
  files: MediaFile[]
  loadedAt: number
}

export interface MediaRequest {
  token: string | null
  infoHashHex: string
  /** What follows the info-hash, percent-encoded. */
  path: string
  query: string
  address: string
}

const MAX_CACHED_SETS = 10_000

/**
 * The webseed (BEP 19) and plain downloads, with Range. Works under open licences are served to
 * anyone and counted for nobody; the others ask for a token, whose holder's download is counted
 * once all bytes have gone out. `?telecharger=1` saves instead of playing; `?ecoute=1` plays
 * without counting a download.
 */
export class MediaServer {
  readonly #sets = new Map<string, MediaSet>()
  readonly #transfers: GroupCommit<ServedBytes, boolean>

  constructor(private readonly parts: Parts) {
    const { database, clock, config } = parts
    this.#transfers = new GroupCommit(
      { delayMs: 25, maxBatch: config.groupCommitMaxBatch, maxWaiting: config.maxWaitingWrites },
      async (served) => {
        await database.transaction((client) => recordHttpRanges(client, { served, clock }))
        return served.map(() => true)
      }
    )
  }

  async serve(request: IncomingMessage, response: ServerResponse, wanted: MediaRequest) {
    const infoHash = Buffer.from(wanted.infoHashHex, 'hex').toString('latin1')
    const { entry, torrent: found } = this.parts.gate.find(wanted.token, infoHash)
    const token = await entry
    const torrent = await found
    const refusal = this.#refuse(wanted, token, torrent)
    if (refusal) return sentence(response, ...refusal)
    const set = await this.#mediaSet(torrent!)
    const file = findMediaFile(set.name, set.files, wanted.path)
    const inside = file && insideMedia(this.parts.config.mediaRoot, file.storagePath)
    if (!file || !inside) return sentence(response, 404, 'Fichier inconnu. / No such file.')

    const options = new URLSearchParams(wanted.query)
    if (token && request.method === 'GET' && !options.has('ecoute')) {
      this.#recordWhenSent(response, token, file)
    }
    this.#stream(request, response, file, inside, options.has('telecharger'))
  }

  drain(): Promise<void> {
    return this.#transfers.drain()
  }

  #refuse(
    wanted: MediaRequest,
    token: TokenEntry | null,
    torrent: TorrentEntry | null
  ): [number, string] | null {
    if (!torrent || !torrent.published) {
      return [404, 'Œuvre inconnue ou non publiée. / Unknown or unpublished work.']
    }
    if (wanted.token !== null && (!token || token.revoked || token.workId !== torrent.workId)) {
      return [403, 'Ce jeton n’est plus valable ici. / This token is not valid here.']
    }
    if (token && !token.paid) {
      return [
        403,
        'Votre cotisation ou votre adresse e-mail reste à confirmer : voyez votre espace.' +
          ' / Your fee or your e-mail address is still to be confirmed: see your account.',
      ]
    }
    if (!token && !torrent.open) {
      return [
        403,
        'Cette œuvre demande le jeton d’un abonnement. / This work needs a subscriber’s token.',
      ]
    }
    return null
  }

  #stream(
    request: IncomingMessage,
    response: ServerResponse,
    file: MediaFile,
    inside: string,
    download: boolean
  ): void {
    response.setHeader('Content-Type', file.mimeType)
    response.setHeader('X-Content-Type-Options', 'nosniff')
    // The URL is the whole permission: no cookie is looked at, so any page may fetch.
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Access-Control-Expose-Headers', 'Content-Range, Content-Length')
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    if (download) response.setHeader('Content-Disposition', attachment(file.fileName))
    send(request, encodeURI(`/${inside}`).replace(/[?#]/g, encodeURIComponent), {
      root: this.parts.config.mediaRoot,
      dotfiles: 'deny',
      index: false,
      maxAge: '1h',
    })
      .on('error', (error: { status?: number }) => {
        if (error.status !== 404 && error.status !== 416) this.parts.onError(error)
        if (error.status === 416) response.setHeader('Content-Range', `bytes */${file.byteLength}`)
        sentence(response, error.status ?? 500, 'Fichier indisponible. / File not available.')
      })
      .on('directory', () => sentence(response, 404, 'Fichier inconnu. / No such file.'))
      .pipe(response)
  }

  /** Only an answer that was sent to its end is kept: an aborted one proves nothing. */
  #recordWhenSent(response: ServerResponse, token: TokenEntry, file: MediaFile): void {
    response.once('finish', () => {
      const range = servedRange(
        response.statusCode,
        response.getHeader('content-range') as string | undefined,
        file.byteLength
      )
      if (range) this.#record({ tokenId: token.id, mediaFileId: file.id, ...range }, 5)
    })
  }

  #record(served: ServedBytes, tries: number): void {
    this.#transfers.add(served).catch((error) => {
      if (tries > 1) setTimeout(() => this.#record(served, tries - 1), 2_000).unref()
      else this.parts.onError(error)
    })
  }

  async #mediaSet(torrent: TorrentEntry): Promise<MediaSet> {
    const known = this.#sets.get(torrent.infoHash)
    const { config } = this.parts
    const at = this.parts.now()
    if (known && at - known.loadedAt < config.directoryCacheSeconds * 1000) return known
    const { rows } = await this.parts.database.use((client) =>
      client.query(
        `SELECT t.name, m.id, m.file_name, m.storage_path, m.mime_type, m.byte_length
           FROM torrents t JOIN media_files m ON m.work_id = t.work_id
          WHERE t.info_hash = $1 ORDER BY m.position`,
        [torrent.infoHashHex]
      )
    )
    const set = { name: rows[0]?.name ?? '', files: rows.map(mediaFile), loadedAt: at }
    if (this.#sets.size >= MAX_CACHED_SETS) this.#sets.clear()
    this.#sets.set(torrent.infoHash, set)
    return set
  }
}

function mediaFile(row: Record<string, string>): MediaFile {
  return {
    id: row.id,
    fileName: row.file_name,
    storagePath: row.storage_path,
    mimeType: row.mime_type,
    byteLength: BigInt(row.byte_length),
  }
}

/** RFC 6266: a plain name for old clients, the true one for the others. */
function attachment(fileName: string): string {
  const plain =
    fileName.normalize('NFKD').replace(/[^\w.() -]/g, '') || `oeuvre${extname(fileName)}`
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`
}

function sentence(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body = `${text}\n`
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(body)
}
