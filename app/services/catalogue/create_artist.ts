import Artist from '#models/catalogue/artist'
import { freeSlug } from '#services/catalogue/slugs'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import db from '@adonisjs/lucid/services/db'

interface Input {
  id?: string
  name: string
  rightsHolderId: string | null
  bioFr?: string | null
  bioEn?: string | null
  actor: Actor
  clock: Clock
}

/** A new artist's name in the catalogue, with an address of its own. */
export async function createArtist(input: Input): Promise<Artist> {
  const { id = newId(), name, rightsHolderId, bioFr = null, bioEn = null, actor, clock } = input
  return db.transaction(async (client) => {
    const slug = await freeSlug(Artist, name, client)
    const createdAt = clock.now()
    const artist = await Artist.create(
      { id, name, slug, rightsHolderId, bioFr, bioEn, createdAt },
      { client }
    )
    await recordAuditEvent(client, {
      actor,
      action: 'catalogue.create_artist',
      subject: { type: 'artist', id },
      after: { name, rights_holder_id: rightsHolderId },
      clock,
    })
    return artist
  })
}
