import type { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Assembly from '#models/governance/assembly'
import Ballot from '#models/governance/ballot'
import Resolution from '#models/governance/resolution'
import { actOf, GovernanceError } from '#services/governance/errors'
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
  const resolution = await Resolution.find(input.resolutionId, { client: trx })
  if (!resolution) throw new GovernanceError('unknown_resolution')
  const known = await earlierBallot(trx, input)
  if (known) return known
  const at = input.clock.now()
  const assembly = await Assembly.findOrFail(resolution.assemblyId, { client: trx })
  assertTakesVotes(assembly, resolution, at)
  await assertRightRuns(trx, input, at)
  const proxyId = await proxyFor(trx, assembly.id, input)
  const channel = await channelOf(trx, assembly, input.castByMemberId)
  const { choice, candidateIds } = await whatWasSaid(trx, resolution, input)
  await trx
    .table('ballots')
    .onConflict(['resolution_id', 'elector_member_id'])
    .ignore()
    .insert({
      id: newId(),
      resolution_id: resolution.id,
      assembly_id: assembly.id,
      elector_member_id: input.electorMemberId,
      cast_by_member_id: input.castByMemberId,
      proxy_id: proxyId,
      channel: proxyId ? 'proxy' : channel,
      choice,
      candidate_ids: candidateIds,
      cast_at: at.toISO()!,
      receipt: newReceipt(),
    })
  return (await earlierBallot(trx, input))!
}

/** The ballot of this right, if it says the same by the same hand. */
async function earlierBallot(trx: TransactionClientContract, input: NewBallot) {
  const known = await Ballot.query({ client: trx })
    .where({ resolutionId: input.resolutionId, electorMemberId: input.electorMemberId })
    .first()
  if (!known) return null
  const names = (ids: readonly string[] | null | undefined) => ids?.toSorted().join() ?? null
  const isSame =
    known.castByMemberId === input.castByMemberId &&
    known.choice === (input.choice ?? null) &&
    names(known.candidateIds) === names(input.candidateIds)
  if (!isSame) throw new GovernanceError('already_voted')
  return known
}

/** At the closing instant and after it, nothing enters; the database holds a closed vote closed. */
function assertTakesVotes(assembly: Assembly, resolution: Resolution, at: DateTime): void {
  if (resolution.state === 'closed') throw new GovernanceError('vote_closed')
  const isTime = assembly.state === 'open' || assembly.takesRemoteVotes(at)
  if (resolution.state !== 'open' || !isTime) throw new GovernanceError('vote_not_open')
}

/** C12: a right that ended since the electorate was frozen is not voted any more. */
async function assertRightRuns(
  trx: TransactionClientContract,
  input: NewBallot,
  at: DateTime
): Promise<void> {
  const ended = await trx
    .from('exits')
    .where('member_id', input.electorMemberId)
    .whereNot('kind', 'reduction')
    .whereNot('state', 'cancelled')
    .where('effective_on', '<=', at.toISODate()!)
    .whereRaw(`effective_on > (SELECT admitted_on FROM members WHERE members.id = exits.member_id)`)
    .first()
  if (ended) throw new GovernanceError('right_has_ended')
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

/** From where the vote comes; to a meeting that is only in a room nobody votes from afar. */
async function channelOf(trx: TransactionClientContract, assembly: Assembly, memberId: string) {
  if (assembly.state !== 'open') return 'remote'
  const here = await trx
    .from('attendances')
    .where({ assembly_id: assembly.id, member_id: memberId, mode: 'room' })
    .whereNull('left_at')
    .first()
  if (!here && assembly.presence === 'room') throw new GovernanceError('not_in_the_room')
  return here ? 'room' : 'remote'
}

async function whatWasSaid(
  trx: TransactionClientContract,
  resolution: Resolution,
  { choice, candidateIds }: NewBallot
) {
  if (resolution.type !== 'election') {
    if (!choice || candidateIds) throw new GovernanceError('wrong_form')
    return { choice, candidateIds: null }
  }
  if (choice || !candidateIds) throw new GovernanceError('wrong_form')
  const chosen = new Set(candidateIds)
  if (chosen.size !== candidateIds.length) throw new GovernanceError('named_twice')
  if (chosen.size > resolution.seats!) {
    throw new GovernanceError('too_many_names', { seats: resolution.seats! })
  }
  const standing = await trx
    .from('candidates')
    .where('resolution_id', resolution.id)
    .whereIn('id', candidateIds)
  if (standing.length !== chosen.size) throw new GovernanceError('unknown_candidate')
  return { choice: null, candidateIds: candidateIds.toSorted() }
}
