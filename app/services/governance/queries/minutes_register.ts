import db from '@adonisjs/lucid/services/db'

export type RegisterLine = {
  assemblyId: string
  title: string
  body: 'assembly' | 'board'
  kind: string
  /** YYYY-MM-DD */
  on: string
  number: number | null
  sealedAt: string | null
  pdfSha256: string | null
  signatures: number
}

/**
 * C29: the register of minutes, the meetings whose minutes wait first, then by number. Consultations
 * have none.
 */
export async function minutesRegister(): Promise<RegisterLine[]> {
  const { rows } = await db.rawQuery(
    `SELECT a.id AS "assemblyId", a.title, a.body, a.kind, m.number, m.pdf_sha256 AS "pdfSha256",
            (a.starts_at AT TIME ZONE 'Europe/Paris')::date::text AS on,
            to_char(m.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "sealedAt",
            (SELECT count(*)::int FROM minutes_signatures s WHERE s.minutes_id = m.id) AS signatures
       FROM assemblies a LEFT JOIN minutes m ON m.assembly_id = a.id
      WHERE a.state IN ('closed', 'signed') AND a.kind <> 'consultation'
      ORDER BY m.number IS NOT NULL, m.number DESC, a.starts_at DESC`
  )
  return rows
}
