import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { StatuteSettings } from '#services/statutes/statute_settings'

/** What a college's electors said of a decision. */
export type CollegeCount = {
  code: string
  weightBp: number
  members: number
  yes: number
  no: number
  abstain: number
  blank: number
}

/** Where the statutes know no colleges, everybody is in one without a name. */
const WHOLE = [{ code: '', weightBp: 10_000 }]

/** The colleges by which a body votes: the statutes' for an assembly, one for a board. */
export function votingColleges(settings: StatuteSettings, body: 'assembly' | 'board') {
  return body === 'assembly' && settings.colleges.length > 0 ? settings.colleges : WHOLE
}

/** Counts the ballots of a decision by college, in one query. */
export async function countVotes(
  trx: TransactionClientContract,
  resolution: { id: string; assemblyId: string },
  colleges: readonly { code: string; weightBp: number }[]
): Promise<CollegeCount[]> {
  const { rows } = await trx.rawQuery(
    `SELECT e.college_code AS code, count(*)::int AS members,
            count(*) FILTER (WHERE b.choice = 'yes')::int AS yes,
            count(*) FILTER (WHERE b.choice = 'no')::int AS no,
            count(*) FILTER (WHERE b.choice = 'abstain')::int AS abstain,
            count(*) FILTER (WHERE b.choice = 'blank')::int AS blank
       FROM electors e LEFT JOIN ballots b ON b.resolution_id = :id AND b.elector_member_id = e.member_id
      WHERE e.assembly_id = :assembly GROUP BY e.college_code`,
    { id: resolution.id, assembly: resolution.assemblyId }
  )
  return colleges.map(({ code, weightBp }) => {
    const found = rows.find((row: { code: string }) => row.code === code)
    const nobody = { members: 0, yes: 0, no: 0, abstain: 0, blank: 0 }
    return { code, weightBp, ...(found ?? nobody) }
  })
}

/** How often each candidate was named in each college, and how many named anybody there. */
export type ElectionCount = {
  colleges: { code: string; weightBp: number; members: number; ballots: number; blank: number }[]
  named: { candidateId: string; college: string; votes: number }[]
  /** How many ballots of a college name two candidates together; both orders are there. */
  pairs: { one: string; other: string; college: string; votes: number }[]
}

/** Counts the ballots of an election; a ballot without a name is blank, and not a vote cast. */
export async function countElection(
  trx: TransactionClientContract,
  resolution: { id: string; assemblyId: string },
  colleges: readonly { code: string; weightBp: number }[]
): Promise<ElectionCount> {
  const binding = { id: resolution.id, assembly: resolution.assemblyId }
  const { rows: sizes } = await trx.rawQuery(
    `SELECT e.college_code AS code, count(*)::int AS members,
            count(*) FILTER (WHERE cardinality(b.candidate_ids) > 0)::int AS ballots,
            count(*) FILTER (WHERE cardinality(b.candidate_ids) = 0)::int AS blank
       FROM electors e LEFT JOIN ballots b ON b.resolution_id = :id AND b.elector_member_id = e.member_id
      WHERE e.assembly_id = :assembly GROUP BY e.college_code`,
    binding
  )
  const { rows: named } = await trx.rawQuery(
    `SELECT candidate_id AS "candidateId", e.college_code AS college, count(*)::int AS votes
       FROM ballots b JOIN electors e ON e.assembly_id = b.assembly_id AND e.member_id = b.elector_member_id,
            unnest(b.candidate_ids) AS candidate_id
      WHERE b.resolution_id = :id AND b.assembly_id = :assembly
      GROUP BY candidate_id, e.college_code`,
    binding
  )
  const { rows: pairs } = await trx.rawQuery(
    `SELECT one, other, e.college_code AS college, count(*)::int AS votes
       FROM ballots b JOIN electors e ON e.assembly_id = b.assembly_id AND e.member_id = b.elector_member_id,
            unnest(b.candidate_ids) AS one, unnest(b.candidate_ids) AS other
      WHERE b.resolution_id = :id AND b.assembly_id = :assembly AND one <> other
      GROUP BY one, other, e.college_code`,
    binding
  )
  return {
    pairs,
    colleges: colleges.map(({ code, weightBp }) => {
      const found = sizes.find((row: { code: string }) => row.code === code)
      return { code, weightBp, ...(found ?? { members: 0, ballots: 0, blank: 0 }) }
    }),
    named,
  }
}
