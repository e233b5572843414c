import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Resolution from '#models/governance/resolution'
import { electSeats, type ElectionRules } from '#services/governance/rules/election'
import { electionMargin, type NamedTogether } from '#services/governance/rules/election_margin'
import type { Quorum } from '#services/governance/rules/quorum'
import { countElection, type ElectionCount } from '#services/governance/votes/count_votes'
import { fractionText, type FractionText } from '#services/governance/votes/vote_result'

/** Everything that an election's result says, best score first. */
export type ElectionResult = {
  kind: 'election'
  quorum: Quorum
  seats: number
  colleges: { code: string; weightBp: number; members: number; ballots: number; blank: number }[]
  scores: {
    candidateId: string
    memberId: string
    votes: number
    score: FractionText
    elected: boolean
  }[]
  adopted: boolean
  /** C30: ballots for somebody else that would have seated somebody else; null as for a decision. */
  margin: number | null
}

type Asked = {
  resolution: Resolution
  colleges: readonly { code: string; weightBp: number }[]
  rules: ElectionRules
  quorum: Quorum
}

/** Who is elected, of those who stood; nobody is without the quorum. */
export async function electionResult(
  trx: TransactionClientContract,
  { resolution, colleges, rules, quorum }: Asked
): Promise<ElectionResult> {
  const count = await countElection(trx, resolution, colleges)
  const candidates: { id: string; member_id: string; number: number }[] = await trx
    .from('candidates as c')
    .join('members as m', 'm.id', 'c.member_id')
    .where('c.resolution_id', resolution.id)
    .select('c.id', 'c.member_id', 'm.number')
  const votesIn = (code: string) =>
    Object.fromEntries(
      count.named
        .filter(({ college }) => college === code)
        .map(({ candidateId, votes }) => [candidateId, votes])
    )
  const election = {
    colleges: count.colleges.map((one) => ({ ...one, votes: votesIn(one.code) })),
    candidates: candidates.map(({ id, number }) => ({ id, rank: number })),
    seats: resolution.seats!,
    rules,
  }
  const scores = electSeats(election.colleges, election.candidates, election.seats, rules)
  const votesFor = (id: string) =>
    count.named.reduce((sum, one) => sum + (one.candidateId === id ? one.votes : 0), 0)
  const seated = scores.map(({ id, score, elected }) => ({
    candidateId: id,
    memberId: candidates.find((one) => one.id === id)!.member_id,
    votes: votesFor(id),
    score: fractionText(score),
    elected: quorum.reached && elected,
  }))
  return {
    kind: 'election',
    quorum,
    seats: resolution.seats!,
    colleges: count.colleges,
    scores: seated,
    adopted: seated.some(({ elected }) => elected),
    margin: quorum.reached
      ? electionMargin({ ...election, together: togetherIn(count.pairs) })
      : null,
  }
}

function togetherIn(pairs: ElectionCount['pairs']): NamedTogether {
  const found = new Map(
    pairs.map(({ one, other, college, votes }) => [`${college}|${one}|${other}`, votes])
  )
  return (college, one, other) => found.get(`${college}|${one}|${other}`) ?? 0
}
