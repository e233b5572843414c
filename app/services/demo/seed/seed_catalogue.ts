import { join } from 'node:path'
import Account from '#models/identity/account'
import { attachMediaFile } from '#services/catalogue/attach_media_file'
import { changeWorkState } from '#services/catalogue/change_work_state'
import { createArtist } from '#services/catalogue/create_artist'
import { createWork } from '#services/catalogue/create_work'
import { createWorkTorrent } from '#services/catalogue/create_work_torrent'
import { setWorkCover } from '#services/catalogue/set_work_cover'
import { ARTISTS, demoId, PAYEES, WORKS, type CastWork } from '#services/demo/cast'
import { synthesise, type SynthesisedWork } from '#services/demo/media/synthesise'
import { must } from '#services/demo/seed/must'
import {
  accountIdOf,
  DEMO_ACTOR,
  payeeIdOf,
  rightsHolderIdOf,
} from '#services/demo/seed/seed_people'
import type { Timeline } from '#services/demo/seed/timeline'
import { acceptSplitShare } from '#services/licensing/accept_split_share'
import { installLicenceTexts } from '#services/licensing/install_licence_texts'
import { LICENCE_LIBRARY, licenceTextDigest } from '#services/licensing/licence_library'
import { proposeSplitSheet } from '#services/licensing/propose_split_sheet'
import { splitSheetInForce } from '#services/licensing/queries/split_sheet_in_force'
import { signLicence } from '#services/licensing/sign_licence'
import type { Clock } from '#values/clock'

export const workIdOf = (key: string) => demoId(`work|${key}`)
const artistIdOf = (key: string) => demoId(`artist|${key}`)

/** Artists and works, each through the same steps as a real one: file, licence, split, review. */
export async function seedCatalogue(timeline: Timeline, folder: string): Promise<void> {
  await installLicenceTexts()
  for (const { key, name, rightsHolder, bioFr, bioEn } of ARTISTS) {
    const rightsHolderId = rightsHolderIdOf(rightsHolder)
    const clock = timeline.on(7, 4)
    const made = { id: artistIdOf(key), name, rightsHolderId, bioFr, bioEn }
    await createArtist({ ...made, actor: DEMO_ACTOR, clock })
  }
  for await (const media of synthesise(folder)) {
    const work = WORKS.find(({ key }) => key === media.key)!
    await seedWork(work, media, join(folder, media.fileName), timeline)
  }
}

async function seedWork(
  work: CastWork,
  media: SynthesisedWork,
  path: string,
  timeline: Timeline
): Promise<void> {
  const workId = workIdOf(work.key)
  const published = work.publishedMonthsAgo
  const clock = timeline.on(published + 1, 26, 9)
  const holder = holderOf(work)
  const maker = await Account.findOrFail(accountIdOf(holder.key))
  const { title, kind, descriptionFr, descriptionEn } = work
  const artistId = artistIdOf(work.artist)
  const draft = { id: workId, artistId, title, kind, descriptionFr, descriptionEn }
  await createWork({ ...draft, actor: maker, clock })
  must(await attachMediaFile({ workId, path, fileName: media.fileName, actor: maker, clock }))
  must(await createWorkTorrent(workId, clock))
  await setWorkCover(workId, media.cover, 'svg')
  await signFor(work, maker, clock)
  await splitOf(work, maker, clock)
  const at = (days: number, hour: number) => timeline.on(published + 1, 26 + days, hour)
  const moderator = await Account.findOrFail(accountIdOf('solene'))
  must(await changeWorkState({ workId, to: 'submitted', actor: maker, clock: at(0, 10) }))
  must(await changeWorkState({ workId, to: 'in_review', actor: moderator, clock: at(0, 15) }))
  must(await changeWorkState({ workId, to: 'approved', actor: moderator, clock: at(1, 9) }))
  const release = timeline.on(published, 1, 9)
  must(await changeWorkState({ workId, to: 'published', actor: moderator, clock: release }))
}

function holderOf(work: CastWork) {
  const artist = ARTISTS.find(({ key }) => key === work.artist)!
  return PAYEES.find(({ key }) => key === artist.rightsHolder)!
}

async function signFor(work: CastWork, signer: Account, clock: Clock): Promise<void> {
  const text = LICENCE_LIBRARY.find(({ code }) => code === work.licence)!
  must(
    await signLicence({
      workId: workIdOf(work.key),
      rightsHolderId: rightsHolderIdOf(holderOf(work).key),
      code: text.code,
      version: text.version,
      textSha256: licenceTextDigest(text),
      signerName: signer.fullName,
      signerAccountId: signer.id,
      evidence: { method: 'demo', collectingSociety: null },
      actor: signer,
      clock,
    })
  )
}

async function splitOf(work: CastWork, proposer: Account, clock: Clock): Promise<void> {
  const workId = workIdOf(work.key)
  const validFrom = clock.now().toISODate()!
  const lines = work.splits.map(({ payee, role, basisPoints }) => ({
    payeeId: payeeIdOf(payee),
    role,
    basisPoints,
  }))
  must(await proposeSplitSheet({ workId, lines, validFrom, actor: proposer, clock }))
  const sheet = await splitSheetInForce(workId, validFrom)
  for (const { payee } of work.splits.filter((split) => split.accepted)) {
    const line = sheet!.lines.find(({ payeeId }) => payeeId === payeeIdOf(payee))!
    const actor = await Account.findOrFail(accountIdOf(payee))
    must(await acceptSplitShare({ splitLineId: line.id, actor, clock }))
  }
}
