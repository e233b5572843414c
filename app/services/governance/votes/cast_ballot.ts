import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Ballot from '#models/governance/ballot'
import { actOf, GovernanceError } from '#services/governance/errors'
import { ballotFacts, type BallotFacts } from '#services/governance/votes/ballot_facts'
import { newReceipt } from '#services/governance/votes/receipt'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

export type Choice = 'yes' | 'no' | 'abstain' | 'blank'

export type NewBallot = {
  resolutionId: string
  /** Whose right it is. */
  electorMemberId: string
  /** Who votes: the elector, or the holder of their proxy. */
  castByMemberId: string
  /** For a decision or a revocation. */
  choice?: Choice
  /** For an election: none is a blank ballot. */
  candidateIds?: string[]
  clock: Clock
}

/**
 * C25: casts one right's one ballot, by the elector or the holder of their proxy, from afar or in
 * the meeting; whichever comes first closes the others. Sending the very same ballot again, even at
 * the same instant, answers with its receipt; another one for the same right is refused.
 */
export function castBallot(input: NewBallot) {
  return actOf((trx) => castIn(trx, input))
}

/** The same inside of a transaction that does more. */
export async function castIn(trx: TransactionClientContract, input: NewBallot): Promise<Ballot> {
  const at = input.clock.now()
  const facts = await ballotFacts(trx, input, at)
  if (facts.voted) return earlierBallot(trx, input)
  assertTakesVotes(facts)
  const proxyId = await proxyFor(trx, facts.assemblyId, input)
  const ballot = new Ballot().fill({
    id: newId(),
    resolutionId: input.resolutionId,
    assemblyId: facts.assemblyId,
    electorMemberId: input.electorMemberId,
    castByMemberId: input.castByMemberId,
    proxyId,
    channel: proxyId ? 'proxy' : facts.meets && facts.here ? 'room' : 'remote',
    ...(await whatWasSaid(trx, facts, input)),
    castAt: at,
    receipt: newReceipt(),
  })
  return (await enters(trx, ballot)) ? ballot : earlierBallot(trx, input)
}

/** False when another ballot of the same right was there a moment before. */
async function enters(trx: TransactionClientContract, ballot: Ballot): Promise<boolean> {
  const entered = await trx
    .table('ballots')
    .onConflict(['resolution_id', 'elector_member_id'])
    .ignore()
    .insert({
      id: ballot.id,
      resolution_id: ballot.resolutionId,
      assembly_id: ballot.assemblyId,
      elector_member_id: ballot.electorMemberId,
      cast_by_member_id: ballot.castByMemberId,
      proxy_id: ballot.proxyId,
      channel: ballot.channel,
      choice: ballot.choice,
      candidate_ids: ballot.candidateIds,
      cast_at: ballot.castAt.toISO()!,
      receipt: ballot.receipt,
    })
    .returning('id')
  return entered.length > 0
}

/** The ballot of this right, if it says the same by the same hand. */
async function earlierBallot(trx: TransactionClientContract, input: NewBallot): Promise<Ballot> {
  const { resolutionId, electorMemberId } = input
  const known = await Ballot.query({ client: trx })
    .where({ resolutionId, electorMemberId })
    .firstOrFail()
  const names = (ids: readonly string[] | null | undefined) => ids?.toSorted().join() ?? null
  const isSame =
    known.castByMemberId === input.castByMemberId &&
    known.choice === (input.choice ?? null) &&
    names(known.candidateIds) === names(input.candidateIds)
  if (!isSame) throw new GovernanceError('already_voted')
  return known
}

/**
 * At the closing instant and after it nothing enters; the database holds a closed vote closed. To a
 * meeting that is only in a room nobody votes from afar.
 */
function assertTakesVotes(facts: BallotFacts): void {
  if (facts.state === 'closed' || facts.over) throw new GovernanceError('vote_closed')
  if (facts.state !== 'open' || !(facts.meets || facts.fromAfar)) {
    throw new GovernanceError('vote_not_open')
  }
  if (facts.ended) throw new GovernanceError('right_has_ended')
  if (facts.meets && facts.presence === 'room' && !facts.here) {
    throw new GovernanceError('not_in_the_room')
  }
}

/** The proxy by which somebody else votes; held until the end, so that it is not taken back meanwhile. */
async function proxyFor(
  trx: TransactionClientContract,
  assemblyId: string,
  { electorMemberId, castByMemberId }: NewBallot
): Promise<string | null> {
  if (electorMemberId === castByMemberId) return null
  const proxy = await trx
    .from('proxies')
    .where({
      assembly_id: assemblyId,
      from_member_id: electorMemberId,
      to_member_id: castByMemberId,
      state: 'accepted',
    })
    .forShare()
    .first()
  if (!proxy) throw new GovernanceError('no_proxy')
  return proxy.id
}

async function whatWasSaid(
  trx: TransactionClientContract,
  { type, seats }: BallotFacts,
  { resolutionId, choice, candidateIds }: NewBallot
) {
  if (type !== 'election') {
    if (!choice || candidateIds) throw new GovernanceError('wrong_form')
    return { choice, candidateIds: null }
  }
  if (choice || !candidateIds) throw new GovernanceError('wrong_form')
  const chosen = new Set(candidateIds)
  if (chosen.size !== candidateIds.length) throw new GovernanceError('named_twice')
  if (chosen.size > seats!) throw new GovernanceError('too_many_names', { seats: seats! })
  const standing = await trx
    .from('candidates')
    .where('resolution_id', resolutionId)
    .whereIn('id', candidateIds)
  if (standing.length !== chosen.size) throw new GovernanceError('unknown_candidate')
  return { choice: null, candidateIds: candidateIds.toSorted() }
}
