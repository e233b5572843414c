import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import AnnualAccounts from '#models/shares/annual_accounts'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

/** A year's figures in cents, as in the accounts that the assembly approved. */
export type AccountsFigures = {
  closedOn: DateTime
  approvedOn: DateTime
  resolutionReference: string
  capitalCents: bigint
  legalReserveCents: bigint
  statutoryReserveCents: bigint
  otherReservesCents: bigint
  carriedLossCents: bigint
  /** Negative for a loss. */
  resultCents: bigint
  subsidiesCents: bigint
  turnoverCents: bigint
  employees: number
}

export type AccountsRefusal =
  'not_closed_yet' | 'approved_before_closing' | 'approved_in_the_future' | 'already_allocated'

type AccountsStep = (
  trx: TransactionClientContract,
  fact: { accounts: AnnualAccounts; actor: Actor; clock: Clock }
) => Promise<void>

const steps: AccountsStep[] = []

/** Adds what follows from approved accounts, in their own transaction (what claims are worth). */
export function registerAccountsStep(step: AccountsStep): void {
  steps.push(step)
}

/**
 * Records a year's approved accounts. Recording the same year again adds a version that replaces
 * the earlier one, until its surplus was allocated.
 */
export async function recordAnnualAccounts(input: {
  figures: AccountsFigures
  actor: Actor
  clock: Clock
}): Promise<Result<AnnualAccounts, AccountsRefusal>> {
  const { figures, actor, clock } = input
  const refusal = refuseDates(figures, clock)
  if (refusal) return err(refusal)
  return db.transaction(async (trx) => {
    const closedOn = figures.closedOn.toISODate()!
    await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', [`accounts|${closedOn}`])
    const earlier = await AnnualAccounts.query({ client: trx })
      .where('closed_on', closedOn)
      .orderBy('version', 'desc')
    const allocated = await trx
      .from('surplus_allocations')
      .where('state', 'voted')
      .whereIn(
        'annual_accounts_id',
        earlier.map(({ id }) => id)
      )
      .first()
    if (allocated) return err('already_allocated' as const)
    const accounts = await AnnualAccounts.create(
      {
        id: newId(),
        version: (earlier[0]?.version ?? 0) + 1,
        ...figures,
        recordedAt: clock.now(),
        recordedByLabel: actorLabel(actor),
      },
      { client: trx }
    )
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.record_accounts',
      subject: { type: 'annual_accounts', id: accounts.id },
      after: { closed_on: closedOn, version: accounts.version, result: figures.resultCents },
      clock,
    })
    for (const step of steps) await step(trx, { accounts, actor, clock })
    return ok(accounts)
  })
}

function refuseDates({ closedOn, approvedOn }: AccountsFigures, clock: Clock) {
  const today = clock.now().toISODate()!
  if (closedOn.toISODate()! >= today) return 'not_closed_yet'
  if (approvedOn <= closedOn) return 'approved_before_closing'
  if (approvedOn.toISODate()! > today) return 'approved_in_the_future'
  return null
}
