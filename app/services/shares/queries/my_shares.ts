import db from '@adonisjs/lucid/services/db'
import Member from '#models/membership/member'
import ShareSubscription from '#models/shares/share_subscription'
import { memberStanding } from '#services/membership/queries/member_standing'
import { amountsOwed } from '#services/shares/queries/amounts_owed'
import { capitalNow } from '#services/shares/queries/capital_now'
import { holdingOf } from '#services/shares/queries/holding_of'
import { shareTimeline } from '#services/shares/queries/share_timeline'
import { shareWorth } from '#services/shares/queries/share_worth'
import { transfersBoard } from '#services/shares/queries/transfers_board'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** The member behind an account; null for whoever is none. */
export function memberOfAccount(accountId: string): Promise<Member | null> {
  return Member.query().where('accountId', accountId).first()
}

/** All that a member sees of their shares; cents as decimal strings. */
export async function myShares(member: Member, clock: Clock) {
  const [holding, capital, statutes, standing] = await Promise.all([
    holdingOf(member.id),
    capitalNow(clock),
    statutesInForce(clock.now()),
    memberStanding(member, clock.now()),
  ])
  const { subscribedCents, paidCents } = holding
  return {
    holding: {
      shares: holding.shares,
      subscribedCents: String(subscribedCents),
      paidCents: String(paidCents),
      leavingShares: holding.leavingShares,
      leavingCents: String(holding.leavingSubscribedCents),
    },
    nominalCents: statutes?.settings.capital.nominalCents ?? null,
    paidUpBp: statutes?.settings.capital.paidUpBp ?? 10_000,
    worth: await shareWorth({ subscribedCents, paidUpCents: paidCents }, clock),
    capital: {
      subscribedCents: String(capital.subscribedCents),
      shares: String(capital.shares),
      members: await activeMembers(),
    },
    standing: { category: standing.category, college: standing.college, mayVote: standing.mayVote },
    owed: await amountsOwed(member.id, clock),
    subscriptions: await subscriptionsOf(member.id),
    transfers: await transfersBoard(clock, member.id),
    interest: await interestOf(member.id),
    history: await shareTimeline(member.id),
  }
}

async function activeMembers(): Promise<number> {
  const [row] = await db.from('members').where('state', 'active').count('* as total')
  return Number(row.total)
}

async function subscriptionsOf(memberId: string) {
  const found = await ShareSubscription.query()
    .where('memberId', memberId)
    .orderBy('signedAt', 'desc')
  return found.map((one) => ({
    id: one.id,
    reference: one.reference,
    shares: one.shares,
    totalCents: String(one.totalCents),
    receivedCents: String(one.receivedCents),
    state: one.state,
    signedOn: isoDay(one.signedAt),
    hasBulletin: one.evidence !== null || one.applicationId !== null,
  }))
}

/** C34: each year's interest on the shares, as voted. */
async function interestOf(memberId: string) {
  const { rows } = await db.rawQuery(
    `SELECT a.id, y.closed_on::text AS closed_on, a.interest_rate_millipercent AS rate,
            l.amount_cents::text AS amount, l.paid_up_cent_days::text AS days, a.resolution_reference
       FROM interest_lines l JOIN surplus_allocations a ON a.id = l.allocation_id
       JOIN annual_accounts y ON y.id = a.annual_accounts_id
      WHERE l.member_id = ? AND a.state = 'voted' ORDER BY y.closed_on DESC`,
    [memberId]
  )
  return rows.map((row: Record<string, any>) => ({
    id: row.id as string,
    closedOn: row.closed_on as string,
    rateMillipercent: row.rate as number,
    amountCents: row.amount as string,
    resolution: row.resolution_reference as string,
  }))
}
