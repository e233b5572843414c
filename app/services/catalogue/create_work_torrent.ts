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
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import bencode from 'bencode'
import createTorrent, { type Options } from 'create-torrent'
import type { DateTime } from 'luxon'

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
  const path = storedFile(file.storagePath)
  const { fileName, byteLength, createdAt } = file
  const metainfo = await metainfoOf({ path, fileName, byteLength, createdAt })

  return db.transaction(async (client) => {
    await Work.query({ client }).where('id', workId).forUpdate().firstOrFail()
    const known = await Torrent.query({ client }).where('workId', workId).first()
    if (known) return ok(known)
    if (await isSharedElsewhere(client, metainfo, workId))
      return err('same_file_elsewhere' as const)
    return ok(await recordTorrent(client, { file, metainfo, clock }))
  })
}

/** Another work has these bytes under this name: one swarm cannot count for two works. */
export async function isSharedElsewhere(
  client: TransactionClientContract,
  metainfo: Uint8Array,
  workId: string
): Promise<boolean> {
  const other = await Torrent.query({ client })
    .where('infoHash', infoHashOf(metainfo))
    .whereNot('workId', workId)
    .first()
  return other !== null
}

/** Writes a work's torrent down, once nothing stands in its way. */
export function recordTorrent(
  client: TransactionClientContract,
  { file, metainfo, clock }: { file: MediaFile; metainfo: Buffer; clock: Clock }
): Promise<Torrent> {
  const { workId, fileName, byteLength } = file
  const pieceLength = pieceLengthFor(byteLength)
  return Torrent.create(
    {
      ...{ id: newId(), workId, infoHash: infoHashOf(metainfo), name: fileName },
      ...{ pieceLength, byteLength, metainfo, createdAt: clock.now() },
    },
    { client }
  )
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

interface Bytes {
  path: string
  fileName: string
  byteLength: bigint
  createdAt: DateTime
}

/** The metainfo of a file on this machine; reads it whole. */
export async function metainfoOf({ path, fileName, byteLength, createdAt }: Bytes) {
  const options: Options = {
    name: fileName,
    pieceLength: pieceLengthFor(byteLength),
    announceList: [],
    createdBy: 'Peerfy',
    creationDate: createdAt.toJSDate(),
  }
  const create = promisify(createTorrent) as (path: string, options: Options) => Promise<Uint8Array>
  return Buffer.from(await create(path, options))
}
