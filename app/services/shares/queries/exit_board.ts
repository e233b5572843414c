import db from '@adonisjs/lucid/services/db'
import { capitalNow } from '#services/shares/queries/capital_now'
import { claimLosses } from '#services/shares/queries/claim_losses'
import { claimPayees } from '#services/shares/queries/claim_payees'
import { claimsQueue } from '#services/shares/queries/claims_queue'
import type { QueuedClaim, QueuePlace } from '#services/shares/rules/claim_queue'
import type { Clock } from '#values/clock'
import { dayOfInstant } from '#values/day'

/** A claim in the queue of repayments; cents as decimal strings. */
export type ClaimLine = {
  id: string
  place: number
  verdict: QueuePlace<QueuedClaim>['verdict']
  memberId: string
  memberName: string
  memberNumber: number | null
  kind: 'withdrawal' | 'reduction' | 'exclusion' | 'death'
  shares: number
  nominalCents: string
  paidUpCents: string
  lossShareCents: string
  amountCents: string
  exitOn: string
  dueOn: string
  tailUntil: string
  earlyDecision: string | null
}

type PaidClaim = Omit<
  ClaimLine,
  'place' | 'verdict' | 'earlyDecision' | 'dueOn' | 'nominalCents'
> & {
  paidOn: string
  bankReference: string | null
  /** What the former member owes back after a loss came to light. */
  owedBackCents: string
}

/** An exit that has been announced and has not taken effect. */
export type AnnouncedExit = {
  id: string
  memberId: string
  memberName: string
  kind: ClaimLine['kind']
  shares: number
  requestedOn: string
  effectiveOn: string
}

const PAID_SHOWN = 50

type Row = Record<string, any>

/** The queue as the law and the statutes order it (C16), with the room above the floor (C10). */
export async function exitBoard(clock: Clock) {
  const capital = await capitalNow(clock)
  const { rows: paid } = await db.rawQuery(
    `SELECT c.*, c.exit_on::text AS exit_day, c.tail_until::text AS tail_day,
            c.paid_on::text AS paid_day, e.kind, m.display_name, m.number AS member_number,
            (SELECT v.loss_share_cents FROM claim_valuations v
              WHERE v.claim_id = c.id ORDER BY v.version DESC LIMIT 1) AS loss_share_cents,
            (SELECT coalesce(sum(l.debit_cents - l.credit_cents), 0) FROM journal_lines l
              WHERE l.account_code = '4567' AND l.auxiliary = c.member_id::text) AS owed_back
       FROM exit_claims c JOIN members m ON m.id = c.member_id JOIN exits e ON e.id = c.exit_id
      WHERE c.state = 'paid' ORDER BY c.paid_on DESC, c.number DESC LIMIT ${PAID_SHOWN}`
  )
  const [queue, losses, payees] = await Promise.all([
    queueNow(clock),
    claimLosses(clock),
    claimPayees(),
  ])
  return {
    capital: {
      subscribedCents: String(capital.subscribedCents),
      floorCents: String(capital.floorCents),
      roomCents: String(capital.roomCents),
      leavingCents: String(capital.leavingCents),
    },
    queue: queue.map((line) => ({
      ...line,
      losses: losses.get(line.id) ?? [],
      payee: payees.get(line.id) ?? null,
    })),
    paid: paid.map((row: Row) => ({ ...paidOf(row), losses: losses.get(row.id) ?? [] })),
    announced: await announcedExits(),
  }
}

/** Every claim that waits, in the order of the queue, with what keeps it waiting (C16). */
export async function queueNow(clock: Clock): Promise<ClaimLine[]> {
  const queue = await claimsQueue(clock)
  const { rows } = await db.rawQuery(
    `SELECT c.id, e.kind, c.tail_until::text AS tail_day FROM exit_claims c
       JOIN exits e ON e.id = c.exit_id WHERE c.state = 'queued'`
  )
  const more = new Map<string, Row>(rows.map((row: Row) => [row.id, row]))
  return queue.map(({ claim, place, verdict }) => ({
    id: claim.id,
    place,
    verdict,
    memberId: claim.memberId,
    memberName: claim.memberName,
    memberNumber: claim.memberNumber,
    kind: more.get(claim.id)!.kind,
    shares: claim.shares,
    nominalCents: String(claim.nominalCents),
    paidUpCents: String(claim.paidUpCents),
    lossShareCents: String(claim.lossShareCents),
    amountCents: String(claim.amountCents),
    exitOn: claim.exitOn,
    dueOn: claim.dueOn,
    tailUntil: more.get(claim.id)!.tail_day,
    earlyDecision: claim.earlyDecisionReference,
  }))
}

async function announcedExits(): Promise<AnnouncedExit[]> {
  const { rows } = await db.rawQuery(
    `SELECT e.id, e.kind, e.member_id, e.effective_on::text AS effective_day, e.requested_at,
            coalesce(e.shares, h.shares, 0) AS shares, m.display_name
       FROM exits e JOIN members m ON m.id = e.member_id
       LEFT JOIN share_holdings h ON h.member_id = m.id
      WHERE e.state = 'announced' ORDER BY e.effective_on, e.requested_at`
  )
  return rows.map((row: Row) => ({
    id: row.id,
    memberId: row.member_id,
    memberName: row.display_name,
    kind: row.kind,
    shares: row.shares,
    requestedOn: dayOfInstant(row.requested_at),
    effectiveOn: row.effective_day,
  }))
}

function paidOf(row: Row): PaidClaim {
  return {
    id: row.id,
    memberId: row.member_id,
    memberName: row.display_name,
    memberNumber: row.member_number,
    kind: row.kind,
    shares: row.shares,
    paidUpCents: String(row.paid_up_cents),
    lossShareCents: String(row.loss_share_cents),
    amountCents: String(row.paid_amount_cents),
    exitOn: row.exit_day,
    tailUntil: row.tail_day,
    paidOn: row.paid_day,
    bankReference: row.bank_reference,
    owedBackCents: String(BigInt(row.owed_back) > 0n ? row.owed_back : 0),
  }
}
