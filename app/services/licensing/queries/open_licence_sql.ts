/**
 * SQL that is true while a work stands under an open licence on a day: signed on that day of Paris
 * or before, and its last day not over.
 *
 * @param bind how the caller's statement names the work and the day (YYYY-MM-DD)
 */
export function isOpenSql(bind: { work: string; day: string }): string {
  const day = `CAST(${bind.day} AS date)`
  return `EXISTS (SELECT 1 FROM licences l JOIN licence_texts lt ON lt.id = l.licence_text_id
                   WHERE l.work_id = ${bind.work} AND lt.is_open
                     AND (l.signed_at AT TIME ZONE 'Europe/Paris')::date <= ${day}
                     AND (l.ends_on IS NULL OR l.ends_on >= ${day}))`
}
