import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import type { Person } from '#services/governance/queries/find_people'

type Seat = Person & { capacity: 'chair' | 'secretary' | 'teller' }

/** The bureau in words, and who its form has chosen already. */
export async function bureauOf(assembly: Assembly) {
  const seats = await seatsOf(assembly)
  const chosen = (capacity: Seat['capacity']): Person[] =>
    seats.filter((seat) => seat.capacity === capacity).map(({ capacity: _, ...person }) => person)
  return {
    secretary: assembly.secretaryName ?? '',
    tellers: assembly.tellers ?? '',
    form: {
      chair: chosen('chair'),
      secretary: chosen('secretary'),
      tellers: chosen('teller'),
    },
  }
}

async function seatsOf(assembly: Assembly): Promise<Seat[]> {
  const { rows } = await db.rawQuery(
    `SELECT s.capacity, s.value, s.name, s.number, t.mode AS presence, s."hasAccount"
       FROM (SELECT 'chair' AS capacity, id, number::text AS value, display_name AS name, number,
                    account_id IS NOT NULL AS "hasAccount", 0 AS place
               FROM members WHERE id = :chair::uuid
             UNION ALL
             SELECT 'secretary', m.id, a.id::text, a.full_name, m.number, true, 1
               FROM accounts a LEFT JOIN members m ON m.account_id = a.id AND m.state = 'active'
              WHERE a.id = :secretary::uuid
             UNION ALL
             SELECT 'teller', m.id, m.number::text, m.display_name, m.number,
                    m.account_id IS NOT NULL, 1 + t.position
               FROM assembly_tellers t JOIN members m ON m.id = t.member_id
              WHERE t.assembly_id = :id) AS s
       LEFT JOIN attendances t ON t.assembly_id = :id AND t.member_id = s.id AND t.left_at IS NULL
      ORDER BY s.place`,
    { id: assembly.id, chair: assembly.chairMemberId, secretary: assembly.secretaryAccountId }
  )
  return rows
}
