import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import Account from '#models/identity/account'
import Member from '#models/membership/member'
import { actOf, GovernanceError } from '#services/governance/errors'
import { hasVote } from '#services/governance/electorate/has_vote'
import { lockedAssembly } from '#services/governance/locked_assembly'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'

export type Bureau = {
  assemblyId: string
  chairMemberId: string
  /** Of the members or of the staff: who writes the minutes, and signs them. */
  secretaryAccountId: string
  /** 1.7 (R225-101 for an SA): members with a vote, each with an account to sign with. */
  tellerMemberIds: string[]
  actor: Actor
  clock: Clock
}

/**
 * Who chairs, writes and counts, each by their member's record or account: they alone sign the
 * minutes (C29). The chair has a vote, because blank proxies are theirs (C24). Nobody is two of them.
 * A meeting that lapsed for want of a quorum still gets those who sign its minutes.
 */
export function nameBureau(input: Bureau) {
  const { assemblyId, chairMemberId, secretaryAccountId, actor, clock } = input
  return actOf(async (trx) => {
    const assembly = await lockedAssembly(trx, assemblyId)
    await assertMayName(trx, assembly, chairMemberId)
    if (!(await hasVote(trx, assembly, chairMemberId, clock))) {
      throw new GovernanceError('chair_has_no_vote')
    }
    const secretary = await Account.find(secretaryAccountId, { client: trx })
    if (!secretary || secretary.closedAt) throw new GovernanceError('unknown_account')
    const tellers = await foundTellers(trx, assembly, input)
    await assertDifferent(trx, input, tellers)
    const before = { chair: assembly.chairMemberId, secretary: assembly.secretaryName }
    const names = { secretaryName: secretary.fullName, tellers: namesOf(tellers) }
    await assembly.merge({ chairMemberId, secretaryAccountId, ...names }).save()
    await seatTellers(trx, assemblyId, tellers)
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.name_bureau',
      subject: { type: 'assembly', id: assembly.id },
      before,
      after: { chair: chairMemberId, secretary: secretaryAccountId, ...names },
      clock,
    })
    return assembly
  })
}

/**
 * After a meeting that was held only who writes and counts can still be named, after one that lapsed
 * all three, and only until somebody signed.
 */
async function assertMayName(
  trx: TransactionClientContract,
  { id, state, lapsedAt, chairMemberId: chair }: Assembly,
  chairMemberId: string
): Promise<void> {
  if (state === 'noticed' || state === 'open') return
  if (state === 'draft') throw new GovernanceError('not_noticed')
  const minutes = await trx.from('minutes').where('assembly_id', id).whereNotNull('sha256').first()
  const isOtherChair = chair !== null && chair !== chairMemberId
  if (state !== 'closed' || minutes || (isOtherChair && lapsedAt === null)) {
    throw new GovernanceError('meeting_over')
  }
}

async function foundTellers(
  trx: TransactionClientContract,
  assembly: Assembly,
  { tellerMemberIds, clock }: Bureau
): Promise<Member[]> {
  const tellers: Member[] = []
  for (const id of tellerMemberIds) {
    const member = await Member.findOrFail(id, { client: trx })
    const name = member.displayName
    if (!(await hasVote(trx, assembly, id, clock))) {
      throw new GovernanceError('teller_has_no_vote', { name })
    }
    if (!member.accountId) throw new GovernanceError('teller_has_no_account', { name })
    tellers.push(member)
  }
  return tellers
}

async function assertDifferent(
  trx: TransactionClientContract,
  { chairMemberId, secretaryAccountId }: Bureau,
  tellers: Member[]
): Promise<void> {
  const chair = await Member.findOrFail(chairMemberId, { client: trx })
  const members = [chair, ...tellers]
  const accounts = [secretaryAccountId, ...members.map(({ accountId }) => accountId)]
  const known = accounts.filter((id) => id !== null)
  const isDouble =
    new Set(members.map(({ id }) => id)).size < members.length || new Set(known).size < known.length
  if (isDouble) throw new GovernanceError('bureau_double')
}

async function seatTellers(trx: TransactionClientContract, assemblyId: string, tellers: Member[]) {
  await trx.from('assembly_tellers').where('assembly_id', assemblyId).delete()
  for (const [index, { id }] of tellers.entries()) {
    const seat = { assembly_id: assemblyId, member_id: id, position: index + 1 }
    await trx.table('assembly_tellers').insert(seat)
  }
}

const namesOf = (tellers: Member[]) => tellers.map(({ displayName }) => displayName).join(', ')
