import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import AnnualAccounts from '#models/shares/annual_accounts'
import SurplusAllocation from '#models/shares/surplus_allocation'
import { rawClient } from '#database/raw_client'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import { LEDGER_ACCOUNTS as accounts } from '#services/ledger/chart_of_accounts'
import { postEntry } from '#services/ledger/post_entry'
import { financialYear, paidUpDaysByMember } from '#services/shares/surplus/paid_up_days'
import { apportion } from '#values/apportion'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'

type Vote = {
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

type InterestLine = { memberId: string; centDays: bigint; amountCents: bigint }

/**
 * The assembly has adopted an allocation (C33, C34): posts its entry and gives each member the
 * interest of the days they held paid-up shares, in one transaction. What was drafted is what is
 * voted: when the accounts or the register of that year changed since, a new draft is asked for.
 */
export async function voteAllocation(
  vote: Vote,
  client: Pick<TransactionClientContract, 'transaction'> = db
): Promise<Result<SurplusAllocation, VoteRefusal>> {
  return client.transaction(async (trx) => {
    const allocation = await SurplusAllocation.query({ client: trx })
      .where('id', vote.allocationId)
      .forUpdate()
      .first()
    if (!allocation) return err('unknown_allocation' as const)
    if (allocation.state !== 'draft') return err('not_a_draft' as const)
    const year = await AnnualAccounts.findOrFail(allocation.annualAccountsId, { client: trx })
    await trx.rawQuery('SELECT pg_advisory_xact_lock(hashtext(?))', [
      `accounts|${year.closedOn.toISODate()}`,
    ])
    const refusal = (await refuseYear(year, trx)) ?? refuseDate(vote, year)
    if (refusal) return err(refusal)
    const lines = await interestLines(allocation, year, trx)
    if (!lines) return err('register_changed' as const)
    const pieceReference = await post(vote, allocation, year, lines, trx)
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
    await insertLines(allocation.id, lines, trx)
    await recordAuditEvent(trx, {
      actor: vote.actor,
      action: 'shares.vote_allocation',
      subject: { type: 'surplus_allocation', id: allocation.id },
      after: { resolution: vote.resolutionReference, interest_cents: allocation.interestCents },
      clock: vote.clock,
    })
    return ok(allocation)
  })
}

async function refuseYear(year: AnnualAccounts, trx: TransactionClientContract) {
  const versions = await AnnualAccounts.query({ client: trx })
    .where('closed_on', year.closedOn.toISODate()!)
    .orderBy('version', 'desc')
  if (versions[0].id !== year.id) return 'accounts_replaced'
  const voted = await trx
    .from('surplus_allocations')
    .where('state', 'voted')
    .where('annual_accounts_id', year.id)
    .first()
  return voted ? 'already_allocated' : null
}

function refuseDate({ resolutionDate, clock }: Vote, year: AnnualAccounts): VoteRefusal | null {
  const day = resolutionDate.toISODate()!
  if (day < year.approvedOn.toISODate()!) return 'before_approval'
  return day > clock.now().toISODate()! ? 'in_the_future' : null
}

/** Each member's part; null when the days of the year are no longer those of the draft. */
async function interestLines(
  allocation: SurplusAllocation,
  year: AnnualAccounts,
  trx: TransactionClientContract
): Promise<InterestLine[] | null> {
  if (allocation.interestCents === 0n) return []
  const held = await paidUpDaysByMember(financialYear(year.closedOn), trx)
  const total = held.reduce((sum, { centDays }) => sum + centDays, 0n)
  if (total.toString() !== allocation.detail.paid_up_cent_days) return null
  const parts = apportion(
    allocation.interestCents,
    held.map(({ memberId, centDays }) => ({ id: memberId, weight: centDays })),
    (memberId) => `interest|${year.closedOn.toISODate()}|${memberId}`
  )
  return held.map((one, index) => ({ ...one, amountCents: parts[index] }))
}

async function post(
  vote: Vote,
  allocation: SurplusAllocation,
  year: AnnualAccounts,
  lines: InterestLine[],
  trx: TransactionClientContract
): Promise<string> {
  const pieceReference = `surplus|${year.closedOn.toISODate()}`
  await postEntry(
    {
      journal: 'OD',
      date: vote.resolutionDate.toISODate()!,
      pieceReference,
      label: `Affectation du résultat ${year.closedOn.toISODate()} (${vote.resolutionReference})`,
      lines: [
        { account: accounts.yearSurplus, debitCents: year.resultCents },
        { account: accounts.carriedLoss, creditCents: year.carriedLossCents },
        { account: accounts.legalReserve, creditCents: allocation.legalReserveCents },
        { account: accounts.statutoryReserve, creditCents: allocation.statutoryReserveCents },
        ...lines.map(({ memberId, amountCents }) => ({
          account: accounts.membersInterest,
          auxiliary: memberId,
          creditCents: amountCents,
        })),
      ],
      postedBy: actorLabel(vote.actor),
      postedAt: vote.clock.now(),
    },
    trx
  )
  return pieceReference
}

async function insertLines(
  allocationId: string,
  lines: InterestLine[],
  trx: TransactionClientContract
): Promise<void> {
  const client = await rawClient(trx)
  await client.query(
    `INSERT INTO interest_lines (allocation_id, member_id, paid_up_cent_days, amount_cents)
     SELECT $1, l.* FROM unnest($2::uuid[], $3::numeric[], $4::bigint[]) AS l`,
    [
      allocationId,
      lines.map(({ memberId }) => memberId),
      lines.map(({ centDays }) => centDays.toString()),
      lines.map(({ amountCents }) => amountCents.toString()),
    ]
  )
}
