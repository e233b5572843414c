import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Account from '#models/identity/account'
import { recordAuditEvent } from '#services/identity/record_audit_event'
import { sendAccountMail } from '#services/identity/send_account_mail'
import { revokeSessions } from '#services/identity/sessions'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

export type ClosingRefusal = 'running_subscription' | 'running_mandate' | 'last_administrator'
type ClosingStep = (
  trx: TransactionClientContract,
  accountId: string,
  clock: Clock
) => Promise<void>

const steps: ClosingStep[] = []

/** What another domain does, in the same transaction, before an account closes. */
export function registerClosingStep(step: ClosingStep) {
  steps.push(step)
}

/** What stands in the way of closing an account; null if nothing does. */
export async function closingRefusal(
  accountId: string,
  clock: Clock,
  client: Pick<TransactionClientContract, 'rawQuery'> = db
): Promise<ClosingRefusal | null> {
  const { rows } = await client.rawQuery(
    `SELECT
       EXISTS (SELECT 1 FROM subscriptions s JOIN subscribers b ON b.id = s.subscriber_id
               WHERE b.account_id = :id AND s.state = 'active') AS running_subscription,
       EXISTS (SELECT 1 FROM approval_mandates WHERE account_id = :id
               AND (ends_on IS NULL OR ends_on >= :today)) AS running_mandate,
       EXISTS (SELECT 1 FROM account_roles WHERE account_id = :id AND role = 'administrator')
         AND (SELECT count(*) FROM account_roles WHERE role = 'administrator') = 1 AS last_administrator`,
    { id: accountId, today: clock.now().toISODate()! }
  )
  const reasons: ClosingRefusal[] = [
    'running_subscription',
    'running_mandate',
    'last_administrator',
  ]
  return reasons.find((reason) => rows[0][reason]) ?? null
}

/**
 * Closes an account for ever. The link between the person and the subscriber's pseudonym is cut,
 * name and address are erased; what the law asks to keep stays (accounts and payments ten years,
 * Code de commerce L123-22; licences for as long as they run; the audit trail).
 */
export async function closeAccount(
  account: Account,
  clock: Clock
): Promise<Result<void, ClosingRefusal>> {
  const person = { email: account.email, fullName: account.fullName, locale: account.locale }
  const refusal = await db.transaction(async (trx) => {
    const locked = await Account.query({ client: trx })
      .where('id', account.id)
      .forUpdate()
      .firstOrFail()
    const reason = await closingRefusal(locked.id, clock, trx)
    if (reason) return reason
    for (const step of steps) await step(trx, locked.id, clock)
    await trx.from('subscribers').where('account_id', locked.id).update({ account_id: null })
    for (const table of ['account_roles', 'account_tokens']) {
      await trx.from(table).where('account_id', locked.id).delete()
    }
    await trx.from('auth_access_tokens').where('tokenable_id', locked.id).delete()
    await erase(locked, clock).save()
    await recordAuditEvent(trx, {
      actor: { label: 'titulaire du compte' },
      action: 'identity.close_account',
      subject: { type: 'account', id: locked.id },
      clock,
    })
    return null
  })
  if (refusal) return err(refusal)
  await revokeSessions({ accountId: account.id, clock })
  await db.from('session_labels').where('account_id', account.id).delete()
  await sendAccountMail(person, { kind: 'account_closed' })
  return ok(undefined)
}

function erase(account: Account, clock: Clock) {
  return account.merge({
    email: `${account.id}@closed.invalid`,
    pendingEmail: null,
    fullName: 'Compte fermé',
    password: randomBytes(32).toString('base64url'),
    totpSecret: null,
    totpConfirmedAt: null,
    totpLastStep: null,
    closedAt: clock.now(),
  })
}
