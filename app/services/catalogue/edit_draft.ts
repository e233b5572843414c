import Work from '#models/catalogue/work'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { freeSlug } from '#services/catalogue/slugs'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  workId: string
  title: string
  isrc: string | null
  descriptionFr: string | null
  descriptionEn: string | null
  actor: Actor
  clock: Clock
}

/**
 * Corrects the words of a draft. Once submitted they stay, for they are what was examined and
 * signed; the address follows the title, since nobody outside has seen the old one.
 */
export async function editDraft(input: Input): Promise<Result<Work, 'unknown_work' | 'not_draft'>> {
  const { title, isrc, descriptionFr, descriptionEn, actor, clock } = input
  return db.transaction(async (client) => {
    const work = await Work.query({ client }).where('id', input.workId).forUpdate().first()
    if (!work) return err('unknown_work' as const)
    if (work.state !== 'draft') return err('not_draft' as const)
    const before = wordsOf(work)
    if (title !== work.title) work.slug = await freeSlug(Work, title, client)
    await work.merge({ title, isrc, descriptionFr, descriptionEn }).save()
    await recordAuditEvent(client, {
      actor,
      action: 'catalogue.edit_draft',
      subject: { type: 'work', id: work.id },
      before,
      after: wordsOf(work),
      clock,
    })
    return ok(work)
  })
}

function wordsOf({ title, isrc, descriptionFr, descriptionEn }: Work) {
  return { title, isrc, description_fr: descriptionFr, description_en: descriptionEn }
}
