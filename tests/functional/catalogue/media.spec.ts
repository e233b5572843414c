import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'
import bencode from 'bencode'
import { changeWorkState } from '#services/catalogue/change_work_state'
import { createWorkTorrent, infoHashOf } from '#services/catalogue/create_work_torrent'
import { storedFile } from '#services/catalogue/media_storage'
import {
  aRecording,
  attach,
  givenWork,
  MAKER,
  must,
  refusal,
} from '#tests/functional/catalogue/scene'
import { FixedClock } from '#values/clock'

const clock = new FixedClock('2031-03-10T10:00:00')

test.group('media of a work', (group) => {
  group.each.setup(() => testUtils.db().wrapInGlobalTransaction())

  test('a recording is recognised, hashed, measured and stored', async ({ assert }) => {
    const { work } = await givenWork(clock)
    const bytes = await aRecording()
    const file = must(await attach(work.id, bytes, clock, '../..\\Été indien.WAV'))
    assert.equal(file.fileName, 'Été indien.mp3')
    assert.equal(file.mimeType, 'audio/mpeg')
    assert.equal(file.byteLength, BigInt(bytes.length))
    assert.equal(file.sha256, createHash('sha256').update(bytes).digest('hex'))
    const stored = await readFile(storedFile(file.storagePath))
    assert.isTrue(stored.equals(bytes))
    await work.refresh()
    assert.approximately(work.durationMs!, 3_200, 300)
  })

  test('what is not media, of another kind, or unreadable is refused', async ({ assert }) => {
    const { work } = await givenWork(clock)
    const html = Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(200))
    const film = Buffer.concat([
      Buffer.from([0, 0, 0, 24]),
      Buffer.from('ftypisom'),
      Buffer.alloc(99),
    ])
    const hollow = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(100)])
    assert.equal(refusal(await attach(work.id, html, clock, 'a.mp3')), 'not_media')
    assert.include(['wrong_kind', 'unreadable'], refusal(await attach(work.id, film, clock)))
    assert.equal(refusal(await attach(work.id, hollow, clock)), 'unreadable')
    assert.equal(refusal(await createWorkTorrent(work.id, clock)), 'no_file')
  })

  test('a work keeps its one file', async ({ assert }) => {
    const { work } = await givenWork(clock)
    const first = must(await attach(work.id, await aRecording('un'), clock))
    const same = must(await attach(work.id, await aRecording('un'), clock))
    assert.equal(first.id, same.id)
    assert.equal(refusal(await attach(work.id, await aRecording('deux'), clock)), 'has_a_file')
    must(await changeWorkState({ workId: work.id, to: 'submitted', actor: MAKER, clock }))
    assert.equal(refusal(await attach(work.id, await aRecording('un'), clock)), 'already_public')
  })

  test('the torrent is public, trackerless and always the same for the same file', async ({
    assert,
  }) => {
    const bytes = await aRecording()
    const [one, two] = [await givenWork(clock), await givenWork(new FixedClock('2032-01-01'))]
    must(await attach(one.work.id, bytes, clock, 'Même.mp3'))
    const torrent = must(await createWorkTorrent(one.work.id, clock))
    const metainfo = bencode.decode(torrent.metainfo)
    assert.sameMembers(Object.keys(metainfo), ['created by', 'creation date', 'encoding', 'info'])
    assert.sameMembers(Object.keys(metainfo.info), ['length', 'name', 'piece length', 'pieces'])
    assert.equal(Buffer.from(metainfo.info.name).toString(), 'Même.mp3')
    assert.equal(metainfo.info.length, bytes.length)
    assert.equal(metainfo.info.pieces.length, 20 * Math.ceil(bytes.length / torrent.pieceLength))
    assert.equal(torrent.infoHash, infoHashOf(torrent.metainfo))
    const firstPiece = createHash('sha1').update(bytes.subarray(0, torrent.pieceLength)).digest()
    assert.isTrue(firstPiece.equals(Buffer.from(metainfo.info.pieces).subarray(0, 20)))

    assert.equal(must(await createWorkTorrent(one.work.id, clock)).id, torrent.id)
    must(await attach(two.work.id, bytes, clock, 'Même.mp3'))
    assert.equal(refusal(await createWorkTorrent(two.work.id, clock)), 'same_file_elsewhere')
  })
})

test('nothing outside the storage folder can be named', ({ assert }) => {
  for (const path of ['../etc/passwd', '/etc/passwd', 'media/../../x', '']) {
    assert.throws(() => storedFile(path), /storage folder/)
  }
})
