import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import type Account from '#models/identity/account'
import { Clock } from '#values/clock'

export type Doors = {
  subscriber: boolean
  artist: boolean
  member: boolean
  office: boolean
  approver: boolean
  roles: string[]
}

/** Where each door leads. */
export const DOOR_PATHS = {
  office: '/office',
  artist: '/royalties/my-statement',
  subscriber: '/royalties/my-month',
  member: '/shares/mine',
  account: '/identity/account',
} as const

/**
 * Which doors one person may go through: the same account may be subscriber, payee, member and
 * staff at once. An approver works in the office without holding a role. Reads the tables of other
 * domains by their foreign key alone.
 */
export async function listDoors(account: Pick<Account, 'id'>): Promise<Doors> {
  const clock = await app.container.make(Clock)
  const { rows } = await db.rawQuery(
    `SELECT EXISTS (SELECT 1 FROM subscribers WHERE account_id = :id) AS subscriber,
            EXISTS (SELECT 1 FROM payees WHERE account_id = :id) AS artist,
            EXISTS (SELECT 1 FROM members
                     WHERE account_id = :id AND state <> 'lapsed') AS member,
            EXISTS (SELECT 1 FROM approval_mandates WHERE account_id = :id AND starts_on <= :today
                      AND (ends_on IS NULL OR ends_on >= :today)) AS approver,
            ARRAY(SELECT role FROM account_roles WHERE account_id = :id ORDER BY role) AS roles`,
    { id: account.id, today: clock.now().toISODate()! }
  )
  const [row] = rows
  return {
    subscriber: row.subscriber,
    artist: row.artist,
    member: row.member,
    office: row.roles.length > 0 || row.approver,
    approver: row.approver,
    roles: row.roles,
  }
}

/** The path of the door that a person most likely comes for. */
export function bestDoor(doors: Doors): string {
  if (doors.office) return DOOR_PATHS.office
  if (doors.artist) return DOOR_PATHS.artist
  if (doors.subscriber) return DOOR_PATHS.subscriber
  if (doors.member) return DOOR_PATHS.member
  return DOOR_PATHS.account
}
