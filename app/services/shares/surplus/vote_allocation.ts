import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import AnnualAccounts from '#models/shares/annual_accounts'
import SurplusAllocation from '#models/shares/surplus_allocation'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { addAccountsVersion, lockedVersions } from '#services/shares/surplus/accounts_versions'
import { interestLines, keepInterest } from '#services/shares/surplus/interest_lines'
import { postAllocation } from '#services/shares/surplus/post_allocation'
import { capText, simulateSurplus } from '#services/shares/surplus/simulate_surplus'
import { areSameParts } from '#services/shares/surplus/surplus_parts'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import { err, ok, type Result } from '#values/result'

export type AllocationVote = {
  allocationId: string
  resolutionReference: string
  resolutionDate: DateTime
  actor: Actor
  clock: Clock
}

export type VoteRefusal =
  | 'unknown_allocation'
  | 'not_a_draft'
  | 'already_allocated'
  | 'accounts_replaced'
  | 'before_approval'
  | 'in_the_future'
  | 'register_changed'
  | 'cap_changed'

/**
 * The assembly has adopted an allocation (C33, C34): approves the accounts where they were only
 * prepared, posts the entry and gives each member the interest of the days they held paid-up
 * shares, in one transaction. What was drafted is what is voted: when the accounts, the register of
 * that year, the cap on the day of the vote or the statutes changed since, a new draft is asked for.
 */
export async function voteAllocation(
  vote: AllocationVote,
  client: Pick<TransactionClientContract, 'transaction'> = db
): Promise<Result<SurplusAllocation, VoteRefusal>> {
  return client.transaction(async (trx) => {
    const allocation = await SurplusAllocation.query({ client: trx })
      .where('id', vote.allocationId)
      .forUpdate()
      .first()
    if (!allocation) return err('unknown_allocation' as const)
    if (allocation.state !== 'draft') return err('not_a_draft' as const)
    const drafted = await AnnualAccounts.findOrFail(allocation.annualAccountsId, { client: trx })
    const versions = await lockedVersions(trx, isoDay(drafted.closedOn))
    const year = versions[0]
    await trx.rawQuery('SELECT last_number FROM capital_totals FOR UPDATE')
    const refusal =
      (await refuseYear(drafted, versions, trx)) ??
      refuseDate(vote, year) ??
      (await refuseFigures(vote, { allocation, year }, trx))
    if (refusal) return err(refusal)
    if (!year.isApproved()) await approve(vote, year, trx)
    await keep(vote, { allocation, year }, trx)
    return ok(allocation)
  })
}

async function refuseYear(
  drafted: AnnualAccounts,
  versions: AnnualAccounts[],
  trx: TransactionClientContract
): Promise<VoteRefusal | null> {
  if (!versions[0].saysTheSameAs(drafted)) return 'accounts_replaced'
  const ids = versions.map(({ id }) => id)
  const voted = await trx
    .from('surplus_allocations')
    .where('state', 'voted')
    .whereIn('annual_accounts_id', ids)
    .first()
  return voted ? 'already_allocated' : null
}

function refuseDate(
  { resolutionDate, clock }: AllocationVote,
  year: AnnualAccounts
): VoteRefusal | null {
  const day = isoDay(resolutionDate)
  const isEarly = year.isApproved() ? day < isoDay(year.approvedOn) : day <= isoDay(year.closedOn)
  if (isEarly) return 'before_approval'
  return day > isoDay(clock.now()) ? 'in_the_future' : null
}

type Drafted = { allocation: SurplusAllocation; year: AnnualAccounts }

/** The simulation once more, as of the day of the vote: nothing of the draft may have changed. */
async function refuseFigures(
  { resolutionDate }: AllocationVote,
  { allocation, year }: Drafted,
  trx: TransactionClientContract
): Promise<VoteRefusal | null> {
  const { settings } = await requireStatutes(isoDay(resolutionDate), trx)
  const rateMillipercent = BigInt(allocation.interestRateMillipercent)
  const assemblyYear = resolutionDate.year
  const now = await simulateSurplus(
    { accounts: year, settings, assemblyYear, rateMillipercent },
    trx
  )
  const { paid_up_cent_days: days, cap_millipercent: cap } = allocation.detail
  if (allocation.interestCents > 0n && now.centDays.toString() !== days) return 'register_changed'
  const isSameCap = rateMillipercent === 0n || capText(now.cap) === cap
  return now.refusal || !isSameCap || !areSameParts(allocation, now) ? 'cap_changed' : null
}

async function approve(
  { resolutionDate, resolutionReference, actor, clock }: AllocationVote,
  prepared: AnnualAccounts,
  trx: TransactionClientContract
): Promise<void> {
  const { id, version, recordedAt, recordedByLabel, ...figures } = prepared.$attributes
  const facts = {
    ...(figures as AnnualAccounts),
    approvedOn: resolutionDate,
    resolutionReference,
  }
  await addAccountsVersion(trx, { facts, last: prepared, actor, clock })
}

async function keep(
  vote: AllocationVote,
  { allocation, year }: Drafted,
  trx: TransactionClientContract
): Promise<void> {
  const lines = await interestLines(allocation.interestCents, year, trx)
  const pieceReference = await postAllocation(vote, { allocation, year, lines }, trx)
  await allocation
    .merge({
      state: 'voted',
      resolutionReference: vote.resolutionReference,
      resolutionDate: vote.resolutionDate,
      pieceReference,
      votedAt: vote.clock.now(),
      votedByLabel: actorLabel(vote.actor),
    })
    .save()
  await keepInterest(allocation.id, lines, trx)
  await recordAuditEvent(trx, {
    actor: vote.actor,
    action: 'shares.vote_allocation',
    subject: { type: 'surplus_allocation', id: allocation.id },
    after: { resolution: vote.resolutionReference, interest_cents: allocation.interestCents },
    clock: vote.clock,
  })
}
