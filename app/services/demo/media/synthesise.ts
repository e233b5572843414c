import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ARTISTS, WORKS, type CastWork } from '#services/demo/cast'
import { drawCover } from '#services/demo/media/cover'
import { renderAudio } from '#services/demo/media/render_audio'
import { renderVideo } from '#services/demo/media/render_video'
import { SCORES } from '#services/demo/media/scores'

export interface SynthesisedWork {
  key: string
  fileName: string
  file: Buffer
  cover: string
}

/**
 * The demo's media, made on the spot: eleven pieces, one film and their covers. What a folder
 * already holds is read back instead of made again (about 7 s on one core the first time).
 *
 * @param directory where the finished files are kept between starts
 */
export async function* synthesise(directory: string): AsyncGenerator<SynthesisedWork> {
  await mkdir(directory, { recursive: true })
  for (const work of WORKS) {
    const fileName = fileNameOf(work)
    const path = join(directory, fileName)
    let file: Buffer | null = await readFile(path).catch(() => null)
    if (!file) {
      file = await render(work)
      // A start cut short must not leave half a file that the next one takes for a whole one.
      await writeFile(`${path}.part`, file)
      await rename(`${path}.part`, path)
    }
    yield { key: work.key, fileName, file, cover: drawCover(work.artist, work.key) }
  }
}

export function fileNameOf(work: CastWork): string {
  const artist = artistOf(work).name
  return `${artist} - ${work.title}.${work.kind === 'video' ? 'mp4' : 'mp3'}`
}

function render(work: CastWork): Promise<Buffer> {
  if (work.kind === 'video') return renderVideo()
  return renderAudio(SCORES[work.key], {
    title: work.title,
    artist: artistOf(work).name,
    album: 'Peerfy, coopérative de démonstration',
    year: '2026',
    copyright: `${artistOf(work).name}, ${work.licence}`,
  })
}

function artistOf(work: CastWork) {
  const artist = ARTISTS.find(({ key }) => key === work.artist)
  if (!artist) throw new Error(`The demo's cast has no artist "${work.artist}"`)
  return artist
}
