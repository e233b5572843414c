import db from '@adonisjs/lucid/services/db'
import type { UnitsByEvidence } from '#services/royalties/statements/documents'
import type { Period } from '#values/period'

/** A work used in a month that is not closed yet: units as counted so far, no amount. */
export type WorkSoFar = {
  workId: string
  title: string
  artist: string
  /** Null where the work has no public page any more. */
  slug: string | null
  units: UnitsByEvidence
}

type Row = {
  work_id: string
  title: string
  artist: string
  slug: string | null
  evidence: 'server' | 'player' | 'announce'
  listening: string
  download: string
}

const COUNTED = `coalesce(sum(u.units) FILTER (WHERE u.kind = 'listening'), 0)::text AS listening,
                 coalesce(sum(u.units) FILTER (WHERE u.kind = 'download'), 0)::text AS download`
const WORK = `w.title, a.name AS artist, CASE WHEN w.state = 'published' THEN w.slug END AS slug`

/** What one subscriber used in a month that is not closed yet. */
export async function subscriberUsesSoFar(subscriberId: string, period: Period) {
  const { rows } = await db.rawQuery(
    `SELECT u.work_id, ${WORK}, u.evidence, ${COUNTED}
       FROM usage_units u JOIN works w ON w.id = u.work_id JOIN artists a ON a.id = w.artist_id
      WHERE u.period = :period AND u.subscriber_id = :subscriberId
      GROUP BY u.work_id, w.id, a.name, u.evidence ORDER BY a.name, w.title, u.evidence`,
    { subscriberId, period }
  )
  return byWork(rows)
}

/** What everybody used, in such a month, of the works in which a payee holds a share. */
export async function payeeUsesSoFar(payeeId: string, period: Period) {
  const { rows } = await db.rawQuery(
    `SELECT u.work_id, ${WORK}, u.evidence, ${COUNTED}
       FROM usage_units u JOIN works w ON w.id = u.work_id JOIN artists a ON a.id = w.artist_id
      WHERE u.period = :period
        AND u.work_id IN (SELECT s.work_id FROM split_lines l
                            JOIN split_sheets s ON s.id = l.split_sheet_id
                           WHERE l.payee_id = :payeeId)
      GROUP BY u.work_id, w.id, a.name, u.evidence ORDER BY a.name, w.title, u.evidence`,
    { payeeId, period }
  )
  return byWork(rows)
}

function byWork(rows: Row[]): WorkSoFar[] {
  const works = new Map<string, WorkSoFar>()
  for (const { work_id: workId, title, artist, slug, evidence, listening, download } of rows) {
    const work = works.get(workId) ?? { workId, title, artist, slug, units: {} }
    work.units[evidence] = { listening, download }
    works.set(workId, work)
  }
  return [...works.values()]
}
