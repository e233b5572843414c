import db from '@adonisjs/lucid/services/db'

export interface LicenceLabel {
  code: string
  /** Anyone may fetch the work without an account. */
  isOpen: boolean
}

/**
 * The licence to show beside each of a page of works: the latest in force on the day, in one
 * query. A work without a licence in force has no entry.
 *
 * @param day YYYY-MM-DD
 */
export async function licenceLabels(workIds: string[], day: string) {
  const { rows } = await db.rawQuery(
    `SELECT DISTINCT ON (l.work_id) l.work_id, t.code,
            bool_or(t.is_open) OVER (PARTITION BY l.work_id) AS is_open
       FROM licences l JOIN licence_texts t ON t.id = l.licence_text_id
      WHERE l.work_id = ANY(?) AND (l.ends_on IS NULL OR l.ends_on >= ?)
      ORDER BY l.work_id, l.signed_at DESC, l.id`,
    [workIds, day]
  )
  return new Map<string, LicenceLabel>(
    rows.map((row: { work_id: string; code: string; is_open: boolean }) => [
      row.work_id,
      { code: row.code, isOpen: row.is_open },
    ])
  )
}
