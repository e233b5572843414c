import db from '@adonisjs/lucid/services/db'
import { PENDING_TRANSFERS } from '#models/shares/share_transfer'
import type { Clock } from '#values/clock'
import { dayOfInstant } from '#values/day'

/** Shares that a member asks to hand to another; cents as decimal strings. */
export type TransferLine = {
  id: string
  from: { id: string; name: string; number: number | null }
  to: { id: string; name: string; number: number | null }
  shares: number
  /** Their nominal value by the order; null for what came with an existing register. */
  amountCents: string | null
  priceCents: string | null
  state: 'requested' | 'accepted' | 'registered' | 'declined' | 'refused' | 'withdrawn'
  /** Of the order on paper; null for what came with an existing register. */
  reference: string | null
  requestedOn: string
  acceptedOn: string | null
  /** Until when it may be refused; null where nobody may, and before the taker has agreed. */
  refuseBy: string | null
  isSilenceOver: boolean
  endedOn: string | null
  decisionReference: string | null
  reason: string | null
}

const ENDED_SHOWN = 50

/** Transfers that wait for an answer or a decision, and the last ones that ended; of one member when asked. */
export async function transfersBoard(clock: Clock, memberId?: string) {
  const today = clock.now().toISODate()!
  const query = db
    .from('share_transfers as x')
    .join('members as f', 'f.id', 'x.from_member_id')
    .join('members as t', 't.id', 'x.to_member_id')
    .select('x.*', 'f.display_name as from_name', 'f.number as from_number')
    .select('t.display_name as to_name', 't.number as to_number')
    .select(db.raw('x.refuse_by::text AS refuse_day'))
  if (memberId) {
    query.where((side) => side.where('f.id', memberId).orWhere('t.id', memberId))
  }
  const waiting = await query
    .clone()
    .whereIn('x.state', PENDING_TRANSFERS)
    .orderBy('x.requested_at')
  const ended = await query
    .clone()
    .whereNotIn('x.state', PENDING_TRANSFERS)
    .orderBy('x.ended_at', 'desc')
    .limit(ENDED_SHOWN)
  const line = (row: Record<string, any>) => lineOf(row, today)
  return { waiting: waiting.map(line), ended: ended.map(line) }
}

function lineOf(row: Record<string, any>, today: string): TransferLine {
  return {
    id: row.id,
    from: { id: row.from_member_id, name: row.from_name, number: row.from_number },
    to: { id: row.to_member_id, name: row.to_name, number: row.to_number },
    shares: row.shares,
    amountCents: row.order_text?.transfer.amount_cents ?? null,
    priceCents: row.price_cents === null ? null : String(row.price_cents),
    state: row.state,
    reference: row.reference,
    requestedOn: dayOfInstant(row.requested_at),
    acceptedOn: row.accepted_at && dayOfInstant(row.accepted_at),
    refuseBy: row.refuse_day,
    isSilenceOver: row.refuse_day !== null && row.refuse_day < today,
    endedOn: row.ended_at && dayOfInstant(row.ended_at),
    decisionReference: row.decision_reference,
    reason: row.reason,
  }
}
