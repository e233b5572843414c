import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AnnualAccounts from '#models/shares/annual_accounts'
import ClaimValuation from '#models/shares/claim_valuation'
import type ExitClaim from '#models/shares/exit_claim'
import { actorLabel, type Actor } from '#services/identity/record_audit_event'
import { repaymentAmount } from '#services/shares/rules/repayment'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay, type Day } from '#values/day'
import { newId } from '#values/id'

type Valuing = {
  claim: ExitClaim
  accounts: AnnualAccounts | null
  reason: 'exit' | 'accounts'
  actor: Actor
  clock: Clock
}

/** C14: adds what a claim is worth by these accounts; every earlier valuation stays readable. */
export async function valueClaim(
  trx: TransactionClientContract,
  { claim, accounts, reason, actor, clock }: Valuing
): Promise<ClaimValuation> {
  const { settings } = await requireStatutes(isoDay(claim.exitOn), trx)
  const { imputeReserves } = settings.exit
  const { subscribedCents, paidUpCents } = claim
  const worth = repaymentAmount({ subscribedCents, paidUpCents }, accounts, imputeReserves)
  return addValuation(trx, claim, {
    reason,
    annualAccountsId: accounts?.id ?? null,
    lossShareCents: worth.lossShareCents,
    amountCents: worth.amountCents,
    detail: {
      subscribed_cents: String(subscribedCents),
      paid_up_cents: String(paidUpCents),
      capital_cents: accounts ? String(accounts.capitalCents) : null,
      loss_cents: String(worth.lossCents),
      borne_cents: String(worth.borneCents),
      reserves_imputed: imputeReserves,
      closed_on: accounts ? isoDay(accounts.closedOn) : null,
    },
    recordedAt: clock.now(),
    recordedByLabel: actorLabel(actor),
  })
}

type Worth = Pick<
  ClaimValuation,
  | 'reason'
  | 'annualAccountsId'
  | 'lossShareCents'
  | 'amountCents'
  | 'detail'
  | 'recordedAt'
  | 'recordedByLabel'
>

/** The next version of what a claim is worth; the caller holds the register. */
export async function addValuation(
  trx: TransactionClientContract,
  claim: ExitClaim,
  worth: Worth
): Promise<ClaimValuation> {
  const last = await lastValuation(claim.id, trx)
  const version = (last?.version ?? 0) + 1
  return ClaimValuation.create(
    { id: newId(), claimId: claim.id, version, ...worth },
    { client: trx }
  )
}

/** What a claim is worth now. */
export function lastValuation(
  claimId: string,
  trx?: TransactionClientContract
): Promise<ClaimValuation | null> {
  return ClaimValuation.query(trx ? { client: trx } : {})
    .where('claimId', claimId)
    .orderBy('version', 'desc')
    .first()
}

/**
 * C14, art. 18: the approved accounts of the year in which an exit took effect; as long as there are
 * none, the newest that were approved of a year before it.
 */
export async function accountsOfExit(
  exitOn: Day,
  trx: TransactionClientContract
): Promise<AnnualAccounts | null> {
  const day = isoDay(exitOn)
  const approved = () =>
    AnnualAccounts.query({ client: trx })
      .whereNotNull('approvedOn')
      .orderBy([
        { column: 'closedOn', order: 'desc' },
        { column: 'version', order: 'desc' },
      ])
  const ofItsYear = approved().where('openedOn', '<=', day).where('closedOn', '>=', day)
  return (await ofItsYear.first()) ?? (await approved().where('closedOn', '<', day).first())
}

/** The newest year whose accounts are approved by a day; null before the first. */
export function lastAccounts(
  day: Day,
  trx?: TransactionClientContract
): Promise<AnnualAccounts | null> {
  return AnnualAccounts.query(trx ? { client: trx } : {})
    .where('approvedOn', '<=', isoDay(day))
    .orderBy([
      { column: 'closedOn', order: 'desc' },
      { column: 'version', order: 'desc' },
    ])
    .first()
}
