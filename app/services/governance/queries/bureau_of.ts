import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'

/** The bureau as its form asks for it: numbers of the register, the address of an account. */
export async function bureauOf(assembly: Assembly) {
  const { rows } = await db.rawQuery(
    `SELECT (SELECT number FROM members WHERE id = :chair::uuid) AS chair,
            (SELECT email FROM accounts WHERE id = :secretary::uuid) AS secretary,
            (SELECT string_agg(m.number::text, ', ' ORDER BY t.position)
               FROM assembly_tellers t JOIN members m ON m.id = t.member_id
              WHERE t.assembly_id = :id) AS tellers`,
    { id: assembly.id, chair: assembly.chairMemberId, secretary: assembly.secretaryAccountId }
  )
  const [{ chair, secretary, tellers }] = rows
  return {
    secretary: assembly.secretaryName ?? '',
    tellers: assembly.tellers ?? '',
    form: { chair: String(chair ?? ''), secretary: secretary ?? '', tellers: tellers ?? '' },
  }
}
