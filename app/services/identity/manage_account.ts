import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Account from '#models/identity/account'
import AccountToken from '#models/identity/account_token'
import { type Actor, recordAuditEvent } from '#services/identity/record_audit_event'
import { revokeSessions } from '#services/identity/sessions'
import type { Clock } from '#values/clock'

type DisablingStep = (
  trx: TransactionClientContract,
  accountId: string,
  clock: Clock
) => Promise<void>

const steps: DisablingStep[] = []

/** What another domain does, in the same transaction, when an account is suspended. */
export function registerDisablingStep(step: DisablingStep) {
  steps.push(step)
}

type Act = { actor: Actor; accountId: string; reason: string; clock: Clock }

async function change(
  input: Act,
  action: string,
  apply: (account: Account, trx: TransactionClientContract) => Promise<void> | void
) {
  await db.transaction(async (trx) => {
    const account = await Account.query({ client: trx })
      .where('id', input.accountId)
      .whereNull('closed_at')
      .forUpdate()
      .firstOrFail()
    const facts = () => ({
      disabled: account.disabledAt !== null,
      second_factor: account.totpConfirmedAt !== null,
    })
    const before = facts()
    await apply(account, trx)
    await account.save()
    await recordAuditEvent(trx, {
      actor: input.actor,
      action,
      subject: { type: 'account', id: account.id },
      before,
      after: facts(),
      reason: input.reason,
      clock: input.clock,
    })
  })
}

/**
 * Suspends an account: its sessions, bearer tokens and personal torrents end, and nobody signs in
 * with it until it is restored.
 */
export async function disableAccount(input: Act) {
  await change(input, 'identity.disable_account', async (account, trx) => {
    account.disabledAt = input.clock.now()
    await trx.from('auth_access_tokens').where('tokenable_id', account.id).delete()
    for (const step of steps) await step(trx, account.id, input.clock)
  })
  await revokeSessions(input)
}

export async function restoreAccount(input: Act) {
  await change(input, 'identity.restore_account', (account) => {
    account.disabledAt = null
  })
}

/** Takes a lost telephone's factor off, after a check of identity outside this program. */
export async function resetSecondFactor(input: Act) {
  await change(input, 'identity.reset_second_factor', async (account, trx) => {
    account.merge({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
    await AccountToken.query({ client: trx })
      .where({ account_id: account.id, purpose: 'totp_recovery' })
      .delete()
  })
  await revokeSessions(input)
}
