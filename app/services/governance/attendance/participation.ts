import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'
import type Assembly from '#models/governance/assembly'
import { silenceRule } from '#services/governance/attendance/remote_presence'

/** How an elector takes part: there, represented by somebody who takes part, or by a vote from afar. */
export type Part = 'room' | 'remote' | 'represented' | 'afar'

/** Electors by how they take part, each once (C20). */
export type Participation = Record<Part, number> & { electors: number; tookPart: number }

type Client = TransactionClientContract | typeof db
type Asked = Pick<Assembly, 'id' | 'state' | 'openedAt' | 'lapsedAt'>

/**
 * How every elector takes part in a meeting, as a query to read from: `part` of `parts`, null for
 * whoever does not. `:ever` asks of the whole meeting, `:at` of one instant of it, at which whoever
 * had been silent for too long, while a server was there, was not there any more. A proxy represents
 * its giver where its holder is there or votes; a blank one once the meeting is open: the chair is
 * there. Who votes from afar, or has a vote cast by somebody who never came into the room, counts for
 * the whole meeting.
 */
export const PARTS = `
  WITH here AS (
    SELECT member_id, bool_or(mode = 'room') AS room FROM attendances
     WHERE assembly_id = :id AND (:ever OR arrived_at <= CAST(:at AS timestamptz)
       AND (left_at IS NULL OR left_at > CAST(:at AS timestamptz))
       AND (ended_by IS DISTINCT FROM 'silence'
         OR served_between(last_seen_at, CAST(:at AS timestamptz), make_interval(secs => :patience))
            <= make_interval(mins => :silence)))
     GROUP BY member_id),
  voted AS (
    SELECT elector_member_id AS member_id, bool_or(channel = 'remote') AS own FROM ballots b
     WHERE assembly_id = :id AND (channel = 'remote' OR channel = 'proxy'
       AND NOT EXISTS (SELECT 1 FROM attendances a WHERE a.assembly_id = :id
            AND a.member_id = b.cast_by_member_id AND a.mode = 'room'))
     GROUP BY elector_member_id),
  parts AS (
    SELECT e.member_id, CASE
        WHEN here.room THEN 'room' WHEN here.member_id IS NOT NULL THEN 'remote'
        WHEN voted.own THEN 'afar' WHEN voted.member_id IS NOT NULL THEN 'represented'
        WHEN EXISTS (SELECT 1 FROM proxies p WHERE p.assembly_id = :id AND p.from_member_id = e.member_id
          AND p.state = 'accepted' AND (p.to_member_id IN (SELECT member_id FROM here)
            OR p.to_member_id IN (SELECT member_id FROM voted)
            OR (p.to_member_id IS NULL AND :opened))) THEN 'represented' END AS part
      FROM electors e LEFT JOIN here ON here.member_id = e.member_id
           LEFT JOIN voted ON voted.member_id = e.member_id
     WHERE e.assembly_id = :id)`

/** Now, at an instant that is past, or in the whole meeting. */
export type When = 'now' | 'ever' | DateTime

/** What `PARTS` is asked of: a meeting at an instant, or all of it. */
export function partsOf({ id, openedAt, lapsedAt }: Asked, when: When) {
  return {
    id,
    ever: when === 'ever',
    at: typeof when === 'string' ? 'infinity' : when.toISO()!,
    ...silenceRule(),
    opened: openedAt !== null && lapsedAt === null,
  }
}

/** C20: the one count of a meeting, for its quorum, its screens and its minutes. */
export async function participation(
  client: Client,
  assembly: Asked,
  when: When
): Promise<Participation> {
  const { rows } = await client.rawQuery(
    `${PARTS}
     SELECT count(*)::int AS electors, count(part)::int AS "tookPart",
            count(*) FILTER (WHERE part = 'room')::int AS room,
            count(*) FILTER (WHERE part = 'remote')::int AS remote,
            count(*) FILTER (WHERE part = 'represented')::int AS represented,
            count(*) FILTER (WHERE part = 'afar')::int AS afar FROM parts`,
    partsOf(assembly, when)
  )
  return rows[0]
}
