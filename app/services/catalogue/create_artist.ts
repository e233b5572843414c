import Artist from '#models/catalogue/artist'
import { freeSlug } from '#services/catalogue/slugs'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import db from '@adonisjs/lucid/services/db'

interface Input {
  id?: string
  name: string
  rightsHolderId: string | null
  bioFr?: string | null
  bioEn?: string | null
  clock: Clock
}

/** A new artist's name in the catalogue, with an address of its own. */
export async function createArtist(input: Input): Promise<Artist> {
  const { id = newId(), name, rightsHolderId, bioFr = null, bioEn = null, clock } = input
  return db.transaction(async (client) => {
    const slug = await freeSlug(Artist, name, client)
    const createdAt = clock.now()
    return Artist.create({ id, name, slug, rightsHolderId, bioFr, bioEn, createdAt }, { client })
  })
}
