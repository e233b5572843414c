import Artist from '#models/catalogue/artist'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  artistId: string
  name: string
  rightsHolderId: string | null
  bioFr: string | null
  bioEn: string | null
  actor: Actor
  clock: Clock
}

/** Corrects an artist's name, words and rights-holder; the address of their page stays. */
export async function editArtist(input: Input): Promise<Result<Artist, 'unknown_artist'>> {
  const { name, rightsHolderId, bioFr, bioEn, actor, clock } = input
  return db.transaction(async (client) => {
    const artist = await Artist.query({ client }).where('id', input.artistId).forUpdate().first()
    if (!artist) return err('unknown_artist' as const)
    const before = factsOf(artist)
    await artist.merge({ name, rightsHolderId, bioFr, bioEn }).save()
    await recordAuditEvent(client, {
      actor,
      action: 'catalogue.edit_artist',
      subject: { type: 'artist', id: artist.id },
      before,
      after: factsOf(artist),
      clock,
    })
    return ok(artist)
  })
}

function factsOf({ name, rightsHolderId, bioFr, bioEn }: Artist) {
  return { name, rights_holder_id: rightsHolderId, bio_fr: bioFr, bio_en: bioEn }
}
