import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Account from '#models/identity/account'
import Member from '#models/membership/member'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { MembershipError } from '#services/membership/errors'
import { lockedMember } from '#services/membership/locked_member'
import type { Clock } from '#values/clock'

type Link = { memberId: string; account: Account | null; actor: Actor; clock: Clock }

/**
 * Opens the member's door to an account: by the office, or by the person whose verified address is
 * the one in the record. One account is one member's, and a member has one account.
 *
 * @throws MembershipError unknown_account, account_held, account_taken, erased
 */
export async function linkAccount({ memberId, account, actor, clock }: Link): Promise<Member> {
  if (!account) {
    throw new MembershipError('unknown_account', 'Nobody has this account', {}, 'email')
  }
  return db.transaction(async (trx) => {
    const member = await lockedMember(trx, memberId)
    if (member.isErased) throw new MembershipError('erased', 'This record was erased')
    if (member.accountId === account.id) return member
    if (member.accountId) {
      throw new MembershipError('account_held', 'This member has an account already', {}, 'email')
    }
    const other = await Member.query({ client: trx }).where('accountId', account.id).first()
    if (other) {
      const message = 'This account is another member’s'
      throw new MembershipError('account_taken', message, { name: other.displayName }, 'email')
    }
    await member.merge({ accountId: account.id }).save()
    await recordAuditEvent(trx, {
      actor,
      action: 'membership.link_account',
      subject: { type: 'member', id: memberId },
      after: { account_id: account.id },
      clock,
    })
    return member
  })
}

/** The one record without account that bears the verified address of this account; else null. */
export async function claimableMember(account: Account): Promise<Member | null> {
  if (!account.emailVerifiedAt) return null
  const found = await Member.query()
    .where('email', account.email.toLowerCase())
    .whereNull('accountId')
    .whereNull('erasedAt')
    .whereNot('state', 'lapsed')
    .limit(2)
  return found.length === 1 ? found[0] : null
}

/** A closed account leaves the membership as it is: the co-operative writes by post again. */
export async function unlinkAccount(trx: TransactionClientContract, accountId: string) {
  await trx.from('members').where('account_id', accountId).update({ account_id: null })
}
