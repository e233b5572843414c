import db from '@adonisjs/lucid/services/db'
import type Notice from '#models/governance/notice'
import type Resolution from '#models/governance/resolution'

export type ContestRecords = {
  electors: { number: number; name: string; category: string; college: string; leaf: string }[]
  notices: (Pick<Notice, 'kind' | 'channel' | 'state' | 'address' | 'proof'> & {
    number: number
    sentAt: string | null
    openedAt: string | null
  })[]
  proxies: {
    from: number
    /** Null for a blank one, the chair's. */
    to: number | null
    state: string
    via: string
    givenAt: string
    answeredAt: string | null
    revokedAt: string | null
    scanPath: string | null
  }[]
  attendances: {
    number: number
    mode: string
    arrivedAt: string
    leftAt: string | null
    /** They said so, came into the room, or their page was silent. */
    endedBy: string | null
  }[]
  ballots: {
    elector: number
    castBy: number
    channel: string
    choice: string | null
    candidates: string[] | null
    castAt: string
    receipt: string
  }[]
}

/** An instant as the records write it: UTC, to the microsecond. */
const instant = (column: string, name: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "${name}"`

/** C30: the rows behind one vote, by the numbers of the register. */
export async function contestRecords({
  id: resolution,
  assemblyId: assembly,
}: Resolution): Promise<ContestRecords> {
  const all = async (sql: string, id: string) => {
    const { rows } = await db.rawQuery(sql, [id])
    return rows
  }
  return {
    electors: await all(
      `SELECT member_number AS number, display_name AS name, category_code AS category,
              college_code AS college, encode(leaf, 'hex') AS leaf
         FROM electors WHERE assembly_id = ? ORDER BY member_number`,
      assembly
    ),
    notices: await all(
      `SELECT m.number, n.kind, n.channel, n.state, n.address, n.proof,
              ${instant('n.sent_at', 'sentAt')}, ${instant('n.opened_at', 'openedAt')}
         FROM notices n JOIN members m ON m.id = n.member_id WHERE n.assembly_id = ?
        ORDER BY m.number, n.created_at, n.channel`,
      assembly
    ),
    proxies: await all(
      `SELECT f.number AS from, t.number AS to, p.state, p.via, p.scan_path AS "scanPath",
              ${instant('p.given_at', 'givenAt')}, ${instant('p.answered_at', 'answeredAt')},
              ${instant('p.revoked_at', 'revokedAt')}
         FROM proxies p JOIN members f ON f.id = p.from_member_id
              LEFT JOIN members t ON t.id = p.to_member_id
        WHERE p.assembly_id = ? ORDER BY p.given_at, p.id`,
      assembly
    ),
    attendances: await all(
      `SELECT m.number, t.mode, ${instant('t.arrived_at', 'arrivedAt')},
              ${instant('t.left_at', 'leftAt')}, t.ended_by AS "endedBy"
         FROM attendances t JOIN members m ON m.id = t.member_id WHERE t.assembly_id = ?
        ORDER BY t.arrived_at, m.number`,
      assembly
    ),
    ballots: await all(
      `SELECT e.number AS elector, c.number AS "castBy", b.channel, b.choice,
              b.candidate_ids AS candidates, b.receipt, ${instant('b.cast_at', 'castAt')}
         FROM ballots b JOIN members e ON e.id = b.elector_member_id
              JOIN members c ON c.id = b.cast_by_member_id
        WHERE b.resolution_id = ? ORDER BY b.cast_at, e.number`,
      resolution
    ),
  }
}
