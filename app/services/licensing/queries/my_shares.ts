import db from '@adonisjs/lucid/services/db'
import type { ShareState } from '#models/licensing/split_line'
import type { DateTime } from 'luxon'

export type MyShare = {
  id: string
  payeeName: string
  title: string
  artistName: string
  slug: string
  isPublished: boolean
  version: number
  /** First day on which the sheet holds, YYYY-MM-DD. */
  validFrom: string
  role: string
  basisPoints: number
  state: ShareState
  answeredAt: string | null
  reason: string | null
  /** A later sheet holds: this one is there to be read. */
  isPast: boolean
}

/** Every share that names one of the account's payees, those that wait first. */
export async function myShares(accountId: string, now: DateTime): Promise<MyShare[]> {
  const { rows } = await db.rawQuery(
    `SELECT * FROM (
       SELECT l.id, y.name AS "payeeName", w.title, r.name AS "artistName", w.slug,
              w.state = 'published' AS "isPublished", s.version,
              s.valid_from::text AS "validFrom", l.role, l.basis_points AS "basisPoints",
              CASE WHEN l.accepted_at IS NOT NULL THEN 'accepted'
                   WHEN l.refused_at IS NOT NULL THEN 'refused' ELSE 'waiting' END AS state,
              coalesce(l.accepted_at, l.refused_at) AS "answeredAt", l.refusal_reason AS reason,
              EXISTS (SELECT 1 FROM split_sheets n WHERE n.work_id = s.work_id
                         AND n.version > s.version
                         AND n.valid_from <= greatest(s.valid_from, CAST(:today AS date))) AS "isPast"
         FROM split_lines l JOIN payees y ON y.id = l.payee_id
         JOIN split_sheets s ON s.id = l.split_sheet_id
         JOIN works w ON w.id = s.work_id JOIN artists r ON r.id = w.artist_id
        WHERE y.account_id = :accountId) shares
      ORDER BY "isPast", state <> 'waiting', plain_text(title), version DESC, id`,
    { accountId, today: now.toISODate()! }
  )
  return rows.map((row: MyShare & { answeredAt: Date | null }) => ({
    ...row,
    answeredAt: row.answeredAt?.toISOString() ?? null,
  }))
}
