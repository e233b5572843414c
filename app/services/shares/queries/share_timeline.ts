import db from '@adonisjs/lucid/services/db'
import type { TimelineItem } from '#services/membership/timeline'

type Row = Record<string, any>

/**
 * A member's shares as a story: every movement, subscription, call, transfer asked and payment of a
 * claim, newest first. Amounts are decimal strings of cents.
 */
export async function shareTimeline(memberId: string): Promise<TimelineItem[]> {
  const told = await Promise.all([
    movements(memberId),
    subscriptions(memberId),
    calls(memberId),
    transfers(memberId),
  ])
  return told.flat().sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}

const person = (label: string) => label.replace(/ <.*>$/, '')

async function movements(memberId: string): Promise<TimelineItem[]> {
  const { rows } = await db.rawQuery(
    `SELECT m.*, m.number::text AS place, m.effective_on::text AS day,
            (m.recorded_at AT TIME ZONE 'Europe/Paris')::date = m.effective_on AS at_once, f.display_name AS from_name,
            t.display_name AS to_name, k.paid_amount_cents, c.type AS corrected_type
       FROM share_movements m
       LEFT JOIN members f ON f.id = m.from_member_id LEFT JOIN members t ON t.id = m.to_member_id
       LEFT JOIN exit_claims k ON k.id = m.claim_id
       LEFT JOIN share_movements c ON c.number = m.corrects
      WHERE :memberId IN (m.from_member_id, m.to_member_id) ORDER BY m.number`,
    { memberId }
  )
  return rows.map((row: Row) => {
    const gives = row.from_member_id === memberId
    const amount = BigInt(row.shares) * BigInt(row.nominal_cents)
    const key = row.type === 'transfer' ? (gives ? 'transfer_given' : 'transfer_taken') : row.type
    return {
      at: row.at_once ? row.recorded_at.toISOString() : row.day,
      key: `shares.timeline.${key}`,
      params: {
        number: row.place,
        shares: row.shares,
        amount_cents: String(row.shares > 0 ? amount : row.paid_cents),
        repaid_cents: String(row.paid_amount_cents ?? 0),
        other: (gives ? row.to_name : row.from_name) ?? '',
        corrects: String(row.corrects ?? ''),
      },
      by: person(row.recorded_by_label),
    }
  })
}

async function subscriptions(memberId: string): Promise<TimelineItem[]> {
  const rows = await db.from('share_subscriptions').where('member_id', memberId)
  return rows.flatMap((row: Row) => {
    const params = {
      shares: row.shares,
      amount_cents: String(BigInt(row.shares) * BigInt(row.nominal_cents)),
      reference: row.reference,
    }
    const signed = { at: row.signed_at.toISOString(), key: 'shares.timeline.signed', params }
    if (row.state !== 'cancelled') return [signed]
    return [signed, { at: row.cancelled_at.toISOString(), key: 'shares.timeline.void', params }]
  })
}

async function calls(memberId: string): Promise<TimelineItem[]> {
  const { rows } = await db.rawQuery(
    `SELECT c.*, c.called_on::text AS day, c.due_on::text AS due FROM capital_calls c
       JOIN share_subscriptions s ON s.id = c.subscription_id WHERE s.member_id = ?`,
    [memberId]
  )
  return rows.map((row: Row) => ({
    at: row.day,
    key: 'shares.timeline.called',
    params: { amount_cents: String(row.amount_cents), due_on: row.due },
  }))
}

async function transfers(memberId: string): Promise<TimelineItem[]> {
  const { rows } = await db.rawQuery(
    `SELECT x.*, f.display_name AS from_name, t.display_name AS to_name FROM share_transfers x
       JOIN members f ON f.id = x.from_member_id JOIN members t ON t.id = x.to_member_id
      WHERE :memberId IN (x.from_member_id, x.to_member_id)`,
    { memberId }
  )
  return rows.flatMap((row: Row) => {
    const params = { shares: row.shares, from: row.from_name, to: row.to_name }
    const asked: TimelineItem = {
      at: row.requested_at.toISOString(),
      key: 'shares.timeline.transfer_asked',
      params,
      by: person(row.requested_by_label),
    }
    const story = [asked]
    const add = (at: Date, state: string, by?: string) =>
      story.push({ at: at.toISOString(), key: `shares.timeline.transfer_${state}`, params, by })
    const isByCode = row.acceptance?.method === 'one_time_code_by_email'
    if (row.accepted_at) add(row.accepted_at, 'accepted', isByCode ? row.to_name : undefined)
    if (['declined', 'refused', 'withdrawn'].includes(row.state)) add(row.ended_at, row.state)
    return story
  })
}
