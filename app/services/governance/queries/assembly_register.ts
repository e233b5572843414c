import db from '@adonisjs/lucid/services/db'
import Assembly from '#models/governance/assembly'

export type RegisterRow = { assembly: Assembly; resolutions: number; called: number }

/** Every meeting, the next ones first, then the past from the latest. */
export async function assemblyRegister(): Promise<RegisterRow[]> {
  const assemblies = await Assembly.query()
    .orderByRaw(`state IN ('draft', 'noticed', 'open') DESC`)
    .orderByRaw(`CASE WHEN state IN ('draft', 'noticed', 'open') THEN starts_at END`)
    .orderBy('startsAt', 'desc')
    .limit(300)
  const { rows } = await db.rawQuery(
    `SELECT a.id, (SELECT count(*)::int FROM resolutions r WHERE r.assembly_id = a.id) AS resolutions,
            (SELECT count(DISTINCT n.member_id)::int FROM notices n
              WHERE n.assembly_id = a.id AND n.kind = 'notice') AS called
       FROM assemblies a`
  )
  const counts = new Map<string, { resolutions: number; called: number }>(
    rows.map(({ id, ...row }: { id: string; resolutions: number; called: number }) => [id, row])
  )
  return assemblies.map((assembly) => ({ assembly, ...counts.get(assembly.id)! }))
}
