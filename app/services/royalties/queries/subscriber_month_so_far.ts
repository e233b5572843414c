import db from '@adonisjs/lucid/services/db'
import { allocateSubscriber } from '#services/royalties/allocation/rule'
import { parsePolicy } from '#services/royalties/allocation/policy'
import { findPolicy } from '#services/royalties/policies/find_policy'
import { policyDocument } from '#services/royalties/policies/policy_document'
import type { Clock } from '#values/clock'
import { periodOf } from '#values/period'

/** A subscriber's running month; amounts in µ€ are an estimate until the month is closed. */
export type MonthSoFar = {
  period: string
  isEstimate: true
  /** True once a payment of this month has settled; else the fee of the plan is supposed. */
  hasPaid: boolean
  grossCents: bigint
  vatCents: bigint
  paymentFeesCents: bigint
  netCents: bigint
  artistsMicro: bigint
  contributionsMicro: bigint
  operationsMicro: bigint
  carriedInMicro: bigint
  works: {
    workId: string
    title: string
    artist: string
    slug: string
    listeningUnits: number
    downloadUnits: number
    amountMicro: bigint
  }[]
}

type Fee = { id: string; gross_cents: string; vat_rate_bp: number; payment_fee_cents: string }

/**
 * What the running month would give if it ended now, by the rule and the policy in force; null
 * without a subscription or a policy.
 */
export async function subscriberMonthSoFar(input: {
  subscriberId: string
  clock: Clock
}): Promise<MonthSoFar | null> {
  const period = periodOf(input.clock.now())
  const policy = await findPolicy(period)
  const fees = await feesOfMonth(input.subscriberId, period)
  if (!policy || fees.rows.length === 0) return null
  const works = await usedWorks(input.subscriberId, period)
  const carried = await carriedIn(input.subscriberId)
  const result = allocateSubscriber(parsePolicy(Buffer.from(policyDocument(policy, period))), {
    subscriberId: input.subscriberId,
    contributions: fees.rows.map((fee) => ({
      contributionId: fee.id,
      grossCents: BigInt(fee.gross_cents),
      vatRateBp: BigInt(fee.vat_rate_bp),
      paymentFeeCents: BigInt(fee.payment_fee_cents),
    })),
    uses: works.map((work) => ({
      workId: work.workId,
      listeningUnits: BigInt(work.listeningUnits),
      downloadUnits: BigInt(work.downloadUnits),
    })),
    choices: [],
    carried,
  })
  const amounts = new Map(result.works.map((work) => [work.workId, work.amountMicro]))
  return {
    period,
    isEstimate: true,
    hasPaid: fees.hasPaid,
    ...result.fees,
    artistsMicro: result.keys.artists,
    contributionsMicro: result.keys.contributions,
    operationsMicro: result.keys.operations,
    carriedInMicro: result.carriedInMicro,
    works: works.map((work) => ({ ...work, amountMicro: amounts.get(work.workId) ?? 0n })),
  }
}

async function feesOfMonth(subscriberId: string, period: string) {
  const settled = await db.rawQuery(
    `SELECT id, gross_cents, vat_rate_bp, payment_fee_cents FROM payments
      WHERE subscriber_id = :subscriberId AND settled_period = :period AND state = 'settled'
      ORDER BY id`,
    { subscriberId, period }
  )
  if (settled.rows.length > 0) return { rows: settled.rows as Fee[], hasPaid: true }
  const planned = await db.rawQuery(
    `SELECT s.id, p.price_cents AS gross_cents, p.vat_rate_bp,
            coalesce((SELECT payment_fee_cents FROM payments
                       WHERE subscriber_id = :subscriberId AND state = 'settled'
                       ORDER BY settled_at DESC LIMIT 1), 0) AS payment_fee_cents
       FROM subscriptions s JOIN plans p ON p.id = s.plan_id
      WHERE s.subscriber_id = :subscriberId AND s.state = 'active'`,
    { subscriberId }
  )
  return { rows: planned.rows as Fee[], hasPaid: false }
}

async function usedWorks(subscriberId: string, period: string) {
  const { rows } = await db.rawQuery(
    `SELECT u.work_id, w.title, w.slug, a.name AS artist, u.listening_units, u.download_units
       FROM usage_totals u JOIN works w ON w.id = u.work_id JOIN artists a ON a.id = w.artist_id
      WHERE u.period = :period AND u.subscriber_id = :subscriberId
      ORDER BY u.work_id`,
    { subscriberId, period }
  )
  return rows.map((row: Record<string, any>) => ({
    workId: row.work_id as string,
    title: row.title as string,
    artist: row.artist as string,
    slug: row.slug as string,
    listeningUnits: row.listening_units as number,
    downloadUnits: row.download_units as number,
  })) as Omit<MonthSoFar['works'][number], 'amountMicro'>[]
}

async function carriedIn(subscriberId: string) {
  const { rows } = await db.rawQuery(
    `SELECT c.amount_micro, c.months FROM carried_amounts c
       JOIN (SELECT period, revision FROM periods WHERE state NOT IN ('open', 'closing')
              ORDER BY period DESC LIMIT 1) p USING (period, revision)
      WHERE c.subscriber_id = :subscriberId`,
    { subscriberId }
  )
  const row = rows[0]
  return row ? { amountMicro: BigInt(row.amount_micro), months: BigInt(row.months) } : null
}
