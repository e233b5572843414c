import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import MediaFile from '#models/catalogue/media_file'
import Torrent from '#models/catalogue/torrent'
import Work from '#models/catalogue/work'
import { storedFile } from '#services/catalogue/media_storage'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'
import bencode from 'bencode'
import createTorrent, { type Options } from 'create-torrent'

const SMALLEST_PIECE = 32_768
const LARGEST_PIECE = 4 * 1024 * 1024
const WANTED_PIECES = 512

export type CreateTorrentRefusal = 'unknown_work' | 'no_file' | 'same_file_elsewhere'

/**
 * Makes a work's BitTorrent v1 metainfo: one file, public (no private flag: sharing outlives the
 * server), without tracker or web address, which are added to each person's copy outside the info
 * dictionary. Name, piece length and bytes alone decide the info-hash, so that the same file gives
 * the same one anywhere. A work that has its torrent keeps it; the file of another work is refused,
 * since one swarm cannot count for two works.
 */
export async function createWorkTorrent(
  workId: string,
  clock: Clock
): Promise<Result<Torrent, CreateTorrentRefusal>> {
  const file = await MediaFile.query().where('workId', workId).orderBy('position').first()
  if (!file) return err((await Work.find(workId)) ? 'no_file' : 'unknown_work')
  const pieceLength = pieceLengthFor(file.byteLength)
  const metainfo = await metainfoOf(file, pieceLength)

  return db.transaction(async (client) => {
    await Work.query({ client }).where('id', workId).forUpdate().firstOrFail()
    const known = await Torrent.query({ client }).where('workId', workId).first()
    if (known) return ok(known)
    const infoHash = infoHashOf(metainfo)
    const other = await Torrent.query({ client }).where('infoHash', infoHash).first()
    if (other) return err('same_file_elsewhere' as const)
    const torrent = await Torrent.create(
      {
        id: newId(),
        workId,
        infoHash,
        name: file.fileName,
        pieceLength,
        byteLength: file.byteLength,
        metainfo,
        createdAt: clock.now(),
      },
      { client }
    )
    return ok(torrent)
  })
}

/** A power of two that gives some hundreds of pieces, within what every client handles well. */
export function pieceLengthFor(byteLength: bigint): number {
  let length = SMALLEST_PIECE
  while (length < LARGEST_PIECE && byteLength / BigInt(length) > WANTED_PIECES) length *= 2
  return length
}

/** SHA-1 of the bencoded info dictionary (BEP 3), 40 hex digits. */
export function infoHashOf(metainfo: Uint8Array): string {
  const { info } = bencode.decode(Buffer.from(metainfo)) as { info: object }
  return createHash('sha1').update(bencode.encode(info)).digest('hex')
}

async function metainfoOf(file: MediaFile, pieceLength: number): Promise<Buffer> {
  const options: Options = {
    name: file.fileName,
    pieceLength,
    announceList: [],
    createdBy: 'Peerfy',
    creationDate: file.createdAt.toJSDate(),
  }
  const create = promisify(createTorrent) as (path: string, options: Options) => Promise<Uint8Array>
  return Buffer.from(await create(storedFile(file.storagePath), options))
}
