import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Account from '#models/identity/account'
import type Work from '#models/catalogue/work'
import { attachMediaFile } from '#services/catalogue/attach_media_file'
import { createArtist } from '#services/catalogue/create_artist'
import { createWork } from '#services/catalogue/create_work'
import { createWorkTorrent } from '#services/catalogue/create_work_torrent'
import { renderAudio } from '#services/demo/media/render_audio'
import type { Score } from '#services/demo/media/score'
import { createRightsHolder } from '#services/licensing/create_rights_holder'
import { installLicenceTexts } from '#services/licensing/install_licence_texts'
import { LICENCE_LIBRARY, licenceTextDigest } from '#services/licensing/licence_library'
import { proposeSplitSheet, type ProposedLine } from '#services/licensing/propose_split_sheet'
import { signLicence, type LicenceEvidence } from '#services/licensing/sign_licence'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import type { Result } from '#values/result'

export const MAKER = { label: 'essai' }

/** The value of an outcome that must be one. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** Why it was refused; a success is a surprise. */
export function refusal<E>(result: Result<unknown, E>): E {
  if (result.ok) throw new Error('was expected to be refused')
  return result.error
}

export function givenAccount(fullName = 'Personne Essai') {
  const id = newId()
  const email = `${id}@exemple.test`
  return Account.create({ id, email, fullName, password: 'un mot de passe', locale: 'fr' })
}

export async function givenRightsHolder(clock: Clock, name = 'Ayant droit', accountId?: string) {
  const made = { name, legalForm: 'person' as const, payeeKind: 'performer' as const, accountId }
  return createRightsHolder({ ...made, actor: MAKER, clock })
}

export async function givenWork(clock: Clock, title = 'Essai', artistName = 'Les Essais') {
  const { rightsHolder, payee } = await givenRightsHolder(clock)
  const artist = await createArtist({
    ...{ name: artistName, rightsHolderId: rightsHolder.id },
    ...{ actor: MAKER, clock },
  })
  const work = await createWork({ artistId: artist.id, title, kind: 'audio', actor: MAKER, clock })
  return { work, artist, rightsHolder, payee }
}

const SHORT: Score = {
  seed: 'essai',
  bpm: 240,
  stepsPerBeat: 1,
  stepsPerBar: 2,
  bars: 2,
  root: 60,
  scale: 'major',
  progression: [0],
  chords: [{ instrument: 'pluck', pattern: 'c.', hold: 1, octave: 0, gain: 0.5, pan: 0 }],
  reverb: 0,
}

/** A real MP3 of two to three seconds; another `seed` gives other bytes. */
export async function aRecording(title = 'essai'): Promise<Buffer> {
  return renderAudio(SHORT, { title, artist: 'x', album: 'x', year: '2026', copyright: 'x' })
}

/** Writes bytes to a temporary file for the time of `use`. */
export async function withFile<T>(bytes: Buffer, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'peerfy-media-'))
  try {
    const path = join(folder, 'upload')
    await writeFile(path, bytes)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

export async function attach(workId: string, bytes: Buffer, clock: Clock, fileName = 'a.mp3') {
  return withFile(bytes, (path) => attachMediaFile({ workId, path, fileName, actor: MAKER, clock }))
}

export async function sign(
  workId: string,
  rightsHolderId: string,
  clock: Clock,
  code = 'p2p.legal',
  evidence: Partial<LicenceEvidence> = {}
) {
  await installLicenceTexts()
  const text = LICENCE_LIBRARY.find((one) => one.code === code)!
  return signLicence({
    workId,
    rightsHolderId,
    code,
    version: text.version,
    textSha256: licenceTextDigest(text),
    signerName: 'Signataire Essai',
    signerAccountId: null,
    evidence: { method: 'test', collectingSociety: null, ...evidence },
    actor: MAKER,
    clock,
  })
}

export function split(work: Work, lines: ProposedLine[], clock: Clock, validFrom?: string) {
  const day = validFrom ?? clock.now().toISODate()!
  return proposeSplitSheet({ workId: work.id, lines, validFrom: day, actor: MAKER, clock })
}

/** A draft with all that publication asks for. */
export async function givenCompleteWork(clock: Clock, title = 'Essai', artistName?: string) {
  const scene = await givenWork(clock, title, artistName)
  const { work, payee, rightsHolder } = scene
  must(await attach(work.id, await aRecording(title), clock, `${title}.mp3`))
  const torrent = must(await createWorkTorrent(work.id, clock))
  must(await sign(work.id, rightsHolder.id, clock))
  must(await split(work, [{ payeeId: payee.id, role: 'performer', basisPoints: 10_000 }], clock))
  return { ...scene, torrent }
}
