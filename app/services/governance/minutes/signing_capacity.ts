import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'

export type Capacity = 'chair' | 'secretary' | 'teller'

/** Who has to sign the minutes; without an account they cannot yet. */
export type Officer = { capacity: Capacity; name: string; accountId: string | null }

type Client = TransactionClientContract | typeof db
type Named = Pick<Assembly, 'id' | 'chairMemberId' | 'secretaryAccountId'>

/** C29: the bureau as it was named: the chair, the secretary, then the tellers. */
export async function officersOf(assembly: Named, client: Client = db): Promise<Officer[]> {
  const { rows } = await client.rawQuery(
    `SELECT 'chair' AS capacity, m.display_name AS name, m.account_id AS "accountId", 0 AS place
       FROM members m WHERE m.id = :chair::uuid
      UNION ALL
     SELECT 'secretary', a.full_name, a.id, 1 FROM accounts a WHERE a.id = :secretary::uuid
      UNION ALL
     SELECT 'teller', m.display_name, m.account_id, 1 + t.position
       FROM assembly_tellers t JOIN members m ON m.id = t.member_id WHERE t.assembly_id = :id
      ORDER BY place`,
    {
      id: assembly.id,
      chair: assembly.chairMemberId,
      secretary: assembly.secretaryAccountId,
    }
  )
  return rows.map(({ place: _, ...officer }: Officer & { place: number }) => officer)
}

/** As what an account signs the minutes: what it was named for; null for everybody else. */
export async function signingCapacity(
  assembly: Named,
  account: { id: string }
): Promise<Capacity | null> {
  const officers = await officersOf(assembly)
  return officers.find(({ accountId }) => accountId === account.id)?.capacity ?? null
}
