import Work from '#models/catalogue/work'
import WorkStateChange from '#models/catalogue/work_state_change'
import { actorAccountId, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { freeSlug } from '#services/catalogue/slugs'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import db from '@adonisjs/lucid/services/db'

interface Input {
  id?: string
  artistId: string
  title: string
  kind: 'audio' | 'video'
  descriptionFr?: string | null
  descriptionEn?: string | null
  isrc?: string | null
  actor: Actor
  clock: Clock
}

/** A new work, as a draft that only its makers and the staff see. */
export async function createWork(input: Input): Promise<Work> {
  const { id = newId(), artistId, title, kind, actor, clock } = input
  const at = clock.now()
  return db.transaction(async (client) => {
    const work = await Work.create(
      {
        id,
        artistId,
        title,
        slug: await freeSlug(Work, title, client),
        kind,
        state: 'draft',
        descriptionFr: input.descriptionFr ?? null,
        descriptionEn: input.descriptionEn ?? null,
        isrc: input.isrc ?? null,
        createdAt: at,
      },
      { client }
    )
    await WorkStateChange.create(
      { id: newId(), workId: id, toState: 'draft', actorAccountId: actorAccountId(actor), at },
      { client }
    )
    await recordAuditEvent(client, {
      actor,
      action: 'catalogue.create_work',
      subject: { type: 'work', id },
      after: { title, kind, artist_id: artistId, isrc: work.isrc },
      clock,
    })
    return work
  })
}
