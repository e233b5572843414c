import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import AnnualAccounts, { type ApprovedAccounts } from '#models/shares/annual_accounts'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import { newId } from '#values/id'

type Act = { actor: Actor; clock: Clock }

type AccountsStep = (
  trx: TransactionClientContract,
  fact: { accounts: ApprovedAccounts } & Act
) => Promise<void>

const steps: AccountsStep[] = []

/** Adds what follows from approved accounts, in their own transaction (what claims are worth). */
export function registerAccountsStep(step: AccountsStep): void {
  steps.push(step)
}

/** Holds a year's accounts until the transaction ends, and gives its versions, the newest first. */
export async function lockedVersions(
  trx: TransactionClientContract,
  closedOn: string
): Promise<AnnualAccounts[]> {
  await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', [`accounts|${closedOn}`])
  return AnnualAccounts.query({ client: trx })
    .where('closed_on', closedOn)
    .orderBy('version', 'desc')
}

type NewVersion = Omit<
  Partial<AnnualAccounts>,
  'id' | 'version' | 'recordedAt' | 'recordedByLabel'
> & {
  closedOn: DateTime
}

/** Adds a year's next version; approved, it fires what follows from an approval. */
export async function addAccountsVersion(
  trx: TransactionClientContract,
  { facts, last, actor, clock }: { facts: NewVersion; last: AnnualAccounts | null } & Act
): Promise<AnnualAccounts> {
  const version = (last?.version ?? 0) + 1
  const recorded = { recordedAt: clock.now(), recordedByLabel: actorLabel(actor) }
  const accounts = await AnnualAccounts.create(
    { id: newId(), ...facts, version, ...recorded },
    { client: trx }
  )
  await recordAuditEvent(trx, {
    actor,
    action: accounts.isApproved() ? 'shares.record_accounts' : 'shares.prepare_accounts',
    subject: { type: 'annual_accounts', id: accounts.id },
    after: { closed_on: isoDay(accounts.closedOn), version, result: accounts.resultCents },
    clock,
  })
  if (accounts.isApproved()) {
    for (const step of steps) await step(trx, { accounts, actor, clock })
  }
  return accounts
}
