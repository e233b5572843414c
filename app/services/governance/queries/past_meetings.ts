import db from '@adonisjs/lucid/services/db'

export type PastMeeting = {
  assemblyId: string
  title: string
  body: 'assembly' | 'board'
  /** YYYY-MM-DD */
  on: string
  /** Of its minutes in the register; null until they are signed. */
  number: number | null
  /** It gave an opinion and has no minutes. */
  isConsultation: boolean
}

/** The meetings that are over and that a member may read: the members', and those of the board they sat in. */
export async function pastMeetings(memberId: string): Promise<PastMeeting[]> {
  const { rows } = await db.rawQuery(
    `SELECT a.id AS "assemblyId", a.title, a.body, m.number, a.kind = 'consultation' AS "isConsultation",
            (a.starts_at AT TIME ZONE 'Europe/Paris')::date::text AS on
       FROM assemblies a LEFT JOIN minutes m ON m.assembly_id = a.id
      WHERE a.state IN ('closed', 'signed')
        AND (a.body = 'assembly' OR EXISTS (
              SELECT 1 FROM electors e WHERE e.assembly_id = a.id AND e.member_id = ?))
      ORDER BY a.starts_at DESC, a.id`,
    [memberId]
  )
  return rows
}
