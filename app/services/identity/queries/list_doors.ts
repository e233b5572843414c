import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'

export type Doors = {
  subscriber: boolean
  artist: boolean
  member: boolean
  office: boolean
  approver: boolean
  roles: string[]
}

/**
 * Which doors one person may go through: the same account may be subscriber, payee, member and
 * staff at once. Reads the tables of other domains by their foreign key alone.
 */
export async function listDoors(account: Account): Promise<Doors> {
  const { rows } = await db.rawQuery(
    `SELECT EXISTS (SELECT 1 FROM subscribers WHERE account_id = :id) AS subscriber,
            EXISTS (SELECT 1 FROM payees WHERE account_id = :id) AS artist,
            EXISTS (SELECT 1 FROM approval_mandates
                    WHERE account_id = :id AND (ends_on IS NULL OR ends_on >= CURRENT_DATE)) AS approver,
            ARRAY(SELECT role FROM account_roles WHERE account_id = :id ORDER BY role) AS roles`,
    { id: account.id }
  )
  const [row] = rows
  return {
    subscriber: row.subscriber,
    artist: row.artist,
    member: false,
    office: row.roles.length > 0,
    approver: row.approver,
    roles: row.roles,
  }
}
