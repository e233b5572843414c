import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Member from '#models/membership/member'
import { MembershipError } from '#services/membership/errors'

/** A member's row, held until the transaction ends: every act on a member begins here. */
export function lockedMember(trx: TransactionClientContract, id: string): Promise<Member> {
  return Member.query({ client: trx }).where('id', id).forUpdate().firstOrFail()
}

/** The same for acts that only a present member can be the subject of. */
export async function lockedActiveMember(
  trx: TransactionClientContract,
  id: string
): Promise<Member> {
  const member = await lockedMember(trx, id)
  if (!member.isActive) {
    throw new MembershipError('not_active', `A member who is ${member.state} is not concerned`)
  }
  return member
}
