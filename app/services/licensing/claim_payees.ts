import Account from '#models/identity/account'
import Payee from '#models/licensing/payee'
import RightsHolder from '#models/licensing/rights_holder'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'

/** The open account that has shown this address to be its own; null while there is none. */
async function accountOf(email: string, client: TransactionClientContract) {
  return Account.query({ client })
    .where('email', email.toLowerCase())
    .whereNotNull('emailVerifiedAt')
    .whereNull('closedAt')
    .whereNull('disabledAt')
    .first()
}

/** Ties a payee that nobody signs in for to the account of its verified address, if there is one. */
export async function tiePayeeToAccount(
  payee: Payee,
  { actor, clock }: { actor: Actor; clock: Clock },
  client: TransactionClientContract
): Promise<Payee> {
  const account = payee.accountId || !payee.email ? null : await accountOf(payee.email, client)
  if (!account) return payee
  await payee.merge({ accountId: account.id }).save()
  const holder = payee.rightsHolderId && (await RightsHolder.find(payee.rightsHolderId, { client }))
  if (holder && !holder.accountId) await holder.merge({ accountId: account.id }).save()
  await recordAuditEvent(client, {
    actor,
    action: 'licensing.link_payee',
    subject: { type: 'payee', id: payee.id },
    after: { account_id: account.id },
    clock,
  })
  return payee
}

/**
 * Whoever verifies an address is from then on the payee to whom the office gave that address: their
 * shares wait for them. Finding none, or doing it twice, changes nothing.
 */
export async function claimPayees(accountId: string, clock: Clock): Promise<void> {
  await db.transaction(async (client) => {
    const account = await Account.query({ client }).where('id', accountId).first()
    if (!account?.emailVerifiedAt) return
    const payees = await Payee.query({ client })
      .where('email', account.email)
      .whereNull('accountId')
      .orderBy('id')
      .forUpdate()
    for (const payee of payees) await tiePayeeToAccount(payee, { actor: account, clock }, client)
  })
}
