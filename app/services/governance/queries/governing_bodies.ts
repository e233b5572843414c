import db from '@adonisjs/lucid/services/db'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { GovernanceBody } from '#services/statutes/statute_settings'
import type { Clock } from '#values/clock'

export type SeatHeld = {
  id: string
  bodyCode: string
  memberId: string
  name: string
  /** YYYY-MM-DD */
  startsOn: string
  endsOn: string
  reference: string
  /** Whether everybody may read the resolution that gave the seat. */
  isPublished: boolean
}

export type GoverningBody = GovernanceBody & {
  seats: SeatHeld[]
  /** How many seats the statutes ask for and nobody holds. */
  missing: number
}

/** C31: who governs today, body by body of the statutes in force; empty before the first ones. */
export function governingBodies(clock: Clock): Promise<GoverningBody[]> {
  return bodiesOn(clock.now().toISODate()!)
}

/** The same on a day, YYYY-MM-DD, by the mandates that run today. */
export async function bodiesOn(day: string): Promise<GoverningBody[]> {
  const statutes = await statutesInForce(day)
  const held = await seatsHeld(day)
  return (statutes?.settings.bodies ?? []).map((body) => {
    const seats = held.filter(({ bodyCode }) => bodyCode === body.code)
    return { ...body, seats, missing: Math.max(0, body.minSeats - seats.length) }
  })
}

async function seatsHeld(today: string): Promise<SeatHeld[]> {
  const { rows } = await db.rawQuery(
    `SELECT d.id, d.body_code AS "bodyCode", d.member_id AS "memberId", m.display_name AS name,
            d.starts_on::text AS "startsOn", d.ends_on::text AS "endsOn",
            d.resolution_reference AS reference, r.published_at IS NOT NULL AS "isPublished"
       FROM mandates d JOIN members m ON m.id = d.member_id
            LEFT JOIN resolutions r ON r.id = d.resolution_id
      WHERE d.ended_on IS NULL AND d.starts_on <= :today AND d.ends_on >= :today
      ORDER BY d.starts_on, m.display_name`,
    { today }
  )
  return rows
}

/** Mandates that ended, newest first. */
export async function pastMandates(clock: Clock) {
  const { rows } = await db.rawQuery(
    `SELECT d.id, d.body_code AS "bodyCode", m.display_name AS name, d.starts_on::text AS "startsOn",
            coalesce(d.ended_on, d.ends_on)::text AS "endedOn", coalesce(d.end_reason, 'expired') AS reason
       FROM mandates d JOIN members m ON m.id = d.member_id
      WHERE d.ended_on IS NOT NULL OR d.ends_on < :today
      ORDER BY 5 DESC, 3 LIMIT 200`,
    { today: clock.now().toISODate()! }
  )
  return rows as {
    id: string
    bodyCode: string
    name: string
    startsOn: string
    endedOn: string
    reason: 'expired' | 'resigned' | 'revoked' | 'left' | 'died'
  }[]
}
