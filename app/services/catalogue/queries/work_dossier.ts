import db from '@adonisjs/lucid/services/db'
import Work, { type WorkState } from '#models/catalogue/work'
import { findWorkPage } from '#services/catalogue/queries/find_work_page'
import { missingForPublication } from '#services/catalogue/publication_gate'
import type { DateTime } from 'luxon'

export type WorkStep = {
  at: string
  /** Null for the house itself. */
  actor: string | null
  to: WorkState
  reason: string | null
}

/** All that a moderator needs to decide on a work; null for an unknown one. */
export async function workDossier(workId: string, now: DateTime) {
  const work = await Work.find(workId)
  const page = work && (await findWorkPage(work.slug, now, { unpublishedToo: true }))
  if (!page) return null
  const { rows } = await db.rawQuery(
    `SELECT c.at, c.to_state, c.reason, a.full_name FROM work_state_changes c
       LEFT JOIN accounts a ON a.id = c.actor_account_id
      WHERE c.work_id = ? ORDER BY c.at DESC, c.id`,
    [workId]
  )
  const history: WorkStep[] = rows.map((row: Record<string, any>) => ({
    at: row.at.toISOString(),
    actor: row.full_name,
    to: row.to_state,
    reason: row.reason,
  }))
  const missing = page.work.isPublished ? [] : await missingForPublication(workId, now)
  return { page, history, missing }
}
