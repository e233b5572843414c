import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import { parseBuffer } from 'music-metadata'
import { drawCover } from '#services/demo/media/cover'
import { renderAudio } from '#services/demo/media/render_audio'
import { renderVideo } from '#services/demo/media/render_video'
import { SCORES } from '#services/demo/media/scores'

const TAGS = { title: 'Été', artist: 'Marée', album: 'Essai', year: '2026', copyright: 'CC0-1.0' }
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test.group('demo media', () => {
  test('a piece is a stereo MP3 of 10 to 25 s with its title, the same each time', async ({
    assert,
  }) => {
    const piece = await renderAudio(SCORES['boucle-locale'], TAGS)
    const { format, common } = await parseBuffer(piece, 'audio/mpeg', { duration: true })
    assert.equal(format.codec, 'MPEG 1 Layer 3')
    assert.equal(format.sampleRate, 44_100)
    assert.equal(format.numberOfChannels, 2)
    assert.isTrue(format.duration! > 10 && format.duration! < 25)
    assert.equal(common.title, 'Été')
    assert.equal(sha256(piece), sha256(await renderAudio(SCORES['boucle-locale'], TAGS)))
  })

  test('the film is an H.264 MP4 of 8 to 12 s without a wall clock in it', async ({ assert }) => {
    const film = await renderVideo()
    const { format } = await parseBuffer(film, 'video/mp4', { duration: true })
    const seconds = format.trackInfo[0].duration!
    assert.isTrue(seconds >= 8 && seconds <= 12)
    assert.include(film.toString('latin1'), 'avc1')
    const header = film.lastIndexOf('mvhd')
    assert.equal(film.readUInt32BE(header + 8), 0)
    assert.equal(film.readUInt32BE(header + 12), 0)
  })

  test('covers differ from work to work and hold no script', ({ assert }) => {
    const covers = Object.keys(SCORES).map((key) => drawCover('maree-basse', key))
    assert.equal(new Set(covers).size, covers.length)
    for (const cover of covers) assert.notMatch(cover, /script|href|url\(/)
    assert.equal(covers[0], drawCover('maree-basse', Object.keys(SCORES)[0]))
  })
})
