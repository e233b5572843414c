import type { ClientBase } from 'pg'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { rawClient } from '#database/raw_client'
import Policy from '#models/royalties/policy'
import { feesOf, keySharesOf } from '#services/royalties/allocation/rule'
import { parsePolicy } from '#services/royalties/allocation/policy'
import { policyDocument } from '#services/royalties/policies/policy_document'
import { traceShare, type Traced } from '#services/royalties/corrections/trace_share'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { reversalReason } from '#values/adjustment_reason'

type Reversed = {
  id: string
  subscriber_id: string
  settled_period: string
  revision: number
  policy_id: string
  gross_cents: string
  vat_rate_bp: number
  payment_fee_cents: string
  reason: string | null
  actor_label: string
}

/**
 * Corrects what payments reversed after their month was closed had brought to artists: one
 * adjustment per payee in the month that is open, by the closed month's own lines, with
 * `corrects` = month:payment (P15). What still waits for the subscriber is taken from there; what
 * went through the pool belongs to nobody in particular and is borne by the co-operative.
 *
 * Reads the payments themselves, so that nothing depends on having heard of a reversal; each
 * payment is corrected once. While a month is being closed it waits for the next call.
 *
 * @returns how many payments were corrected
 */
export async function adjustReversals(
  { clock }: { clock: Clock },
  trx: TransactionClientContract
): Promise<number> {
  const client = await rawClient(trx)
  const open = await openEntryPeriod(client)
  if (!open) return 0
  const { rows } = await client.query<Reversed>(
    `SELECT p.id, p.subscriber_id, p.settled_period, m.revision, m.policy_id, p.gross_cents,
            p.vat_rate_bp, p.payment_fee_cents, e.reason, coalesce(e.actor_label, 'system') AS actor_label
       FROM payments p JOIN periods m ON m.period = p.settled_period
       LEFT JOIN payment_events e ON e.payment_id = p.id AND e.kind = 'reversed'
      WHERE p.state = 'reversed' AND m.state NOT IN ('open', 'closing')
        AND NOT EXISTS (SELECT 1 FROM reversal_corrections c WHERE c.payment_id = p.id)
      ORDER BY p.id FOR UPDATE OF p`
  )
  for (const payment of rows) await correct(payment, open, { client, clock, trx })
  return rows.length
}

/** The first month that is not closed takes the corrections, unless it is being closed. */
async function openEntryPeriod(client: ClientBase): Promise<string | null> {
  const { rows } = await client.query(
    `SELECT period, state FROM periods WHERE state IN ('open', 'closing') ORDER BY period LIMIT 1`
  )
  if (rows[0]?.state !== 'open') return null
  const locked = await client.query(
    `SELECT period FROM periods WHERE period = $1 AND state = 'open' FOR SHARE`,
    [rows[0].period]
  )
  return locked.rows[0]?.period ?? null
}

type Work = { client: ClientBase; clock: Clock; trx: TransactionClientContract }

async function correct(payment: Reversed, open: string, work: Work): Promise<void> {
  const artistsMicro = await artistsPart(payment, work.trx)
  const subject = {
    period: payment.settled_period,
    subscriberId: payment.subscriber_id,
    contributionId: payment.id,
  }
  const traced = await traceShare(subject, artistsMicro, work.client)
  const corrects = `${payment.settled_period}:${payment.id}`
  const reason = reversalReason(payment.reason)
  await writeAdjustments(traced, { ...payment, reason }, open, corrects, work)
  await work.client.query(
    `INSERT INTO reversal_corrections
       (payment_id, period, corrects, payees_micro, suspense_micro, carried_micro, borne_micro, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      payment.id,
      open,
      corrects,
      sum(traced.payees.values()),
      traced.suspenseMicro,
      traced.carriedMicro,
      traced.borneMicro,
      work.clock.now().toISO(),
    ]
  )
}

async function artistsPart(payment: Reversed, trx: TransactionClientContract): Promise<bigint> {
  const policy = await Policy.findOrFail(payment.policy_id, { client: trx })
  const rule = parsePolicy(Buffer.from(policyDocument(policy, payment.settled_period)))
  const { netCents } = feesOf({
    contributionId: payment.id,
    grossCents: BigInt(payment.gross_cents),
    vatRateBp: BigInt(payment.vat_rate_bp),
    paymentFeeCents: BigInt(payment.payment_fee_cents),
  })
  return keySharesOf(rule, payment.id, netCents).artists
}

async function writeAdjustments(
  traced: Traced,
  payment: { subscriber_id: string; actor_label: string; reason: string },
  open: string,
  corrects: string,
  { client, clock }: Work
): Promise<void> {
  const at = clock.now().toISO()
  const rows: [string | null, bigint][] = [...traced.payees]
  if (traced.suspenseMicro > 0n) rows.push([null, traced.suspenseMicro])
  for (const [payeeId, micro] of rows) {
    if (micro === 0n) continue
    await client.query(
      `INSERT INTO adjustments (id, period, payee_id, amount_micro, corrects, reason, actor_label, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), open, payeeId, -micro, corrects, payment.reason, payment.actor_label, at]
    )
  }
  if (traced.carriedMicro === 0n) return
  await client.query(
    `INSERT INTO carried_adjustments
       (period, subscriber_id, amount_micro, corrects, reason, actor_label, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      open,
      payment.subscriber_id,
      -traced.carriedMicro,
      corrects,
      payment.reason,
      payment.actor_label,
      at,
    ]
  )
}

function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n
  for (const amount of amounts) total += amount
  return total
}
