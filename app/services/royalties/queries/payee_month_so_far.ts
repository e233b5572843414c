import db from '@adonisjs/lucid/services/db'
import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'

/** A payee's running month: uses of the works in which they have a share. No amount before the close. */
export type PayeeMonthSoFar = {
  period: string
  works: {
    workId: string
    title: string
    basisPoints: number
    accepted: boolean
    listeningUnits: string
    downloadUnits: string
  }[]
}

export async function payeeMonthSoFar(input: {
  payeeId: string
  clock: Clock
}): Promise<PayeeMonthSoFar> {
  const now = input.clock.now()
  const { rows } = await db.rawQuery(
    `SELECT w.id, w.title, l.basis_points, l.accepted_at IS NOT NULL AS accepted,
            coalesce(sum(u.listening_units), 0)::text AS listening,
            coalesce(sum(u.download_units), 0)::text AS download
       FROM split_lines l
       JOIN split_sheets s ON s.id = l.split_sheet_id
       JOIN works w ON w.id = s.work_id
       LEFT JOIN usage_totals u ON u.work_id = w.id AND u.period = :period
      WHERE l.payee_id = :payeeId
        AND s.id = (SELECT id FROM split_sheets WHERE work_id = w.id AND valid_from <= :today
                     ORDER BY valid_from DESC, version DESC LIMIT 1)
      GROUP BY w.id, l.id ORDER BY w.title`,
    { payeeId: input.payeeId, period: periodOf(now), today: now.toISODate() }
  )
  return {
    period: periodOf(now),
    works: rows.map((row: Record<string, any>) => ({
      workId: row.id,
      title: row.title,
      basisPoints: row.basis_points,
      accepted: row.accepted,
      listeningUnits: row.listening,
      downloadUnits: row.download,
    })),
  }
}
