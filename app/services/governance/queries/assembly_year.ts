import db from '@adonisjs/lucid/services/db'
import type { ProjectPeriod } from '#services/shares/review/project_year'

/** C36: one meeting of the year: who could vote, and who did, by category. */
export type AssemblyOfYear = {
  reference: string
  on: string
  kind: string
  electors: number
  categories: { code: string; electors: number; voted: number }[]
  resolutions: { adopted: number; rejected: number }
}

/** C36: the assemblies of a financial year with their votes and the turnout of each category of members. */
export async function assemblyYear({ from, to }: ProjectPeriod): Promise<AssemblyOfYear[]> {
  const { rows } = await db.rawQuery(
    `SELECT a.id, 'AG' || a.number AS reference, (a.starts_at AT TIME ZONE 'Europe/Paris')::date::text AS on, a.kind,
            (SELECT count(*)::int FROM electors e WHERE e.assembly_id = a.id) AS electors,
            (SELECT count(*)::int FROM resolutions r WHERE r.assembly_id = a.id AND r.outcome = 'adopted') AS adopted,
            (SELECT count(*)::int FROM resolutions r WHERE r.assembly_id = a.id AND r.outcome = 'rejected') AS rejected
       FROM assemblies a
      WHERE a.body = 'assembly' AND a.kind <> 'consultation' AND a.state IN ('closed', 'signed')
        AND (a.starts_at AT TIME ZONE 'Europe/Paris')::date BETWEEN :from AND :to
      ORDER BY a.number`,
    { from, to }
  )
  const { rows: turnout } = await db.rawQuery(
    `SELECT e.assembly_id AS id, e.category_code AS code, count(*)::int AS electors,
            count(*) FILTER (WHERE EXISTS (SELECT 1 FROM ballots b WHERE b.assembly_id = e.assembly_id
                               AND b.elector_member_id = e.member_id))::int AS voted
       FROM electors e WHERE e.assembly_id = ANY (:ids) GROUP BY 1, 2 ORDER BY 2`,
    { ids: rows.map(({ id }: { id: string }) => id) }
  )
  return rows.map(({ id, adopted, rejected, ...one }: any) => ({
    ...one,
    categories: turnout
      .filter((row: { id: string }) => row.id === id)
      .map(({ code, electors, voted }: any) => ({ code, electors, voted })),
    resolutions: { adopted, rejected },
  }))
}
