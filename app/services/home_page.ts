import db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'
import env from '#start/env'
import subscriptionsConfig from '#config/subscriptions'
import { cataloguePage } from '#services/catalogue/queries/catalogue_page'
import { findPolicy } from '#services/royalties/policies/find_policy'
import { periodOf } from '#values/period'
import { vatOf } from '#values/money'

const WORKS_SHOWN = 4

/** What one fee becomes under the policy in force; undefined before any was voted. */
async function currentFee(now: DateTime) {
  const policy = await findPolicy(periodOf(now))
  if (!policy) return undefined
  const { priceCents, vatRateBp } = subscriptionsConfig.plan
  const isDemo = env.get('PEERFY_DEMO') ?? false
  return {
    grossCents: String(priceCents),
    vatCents: String(vatOf(priceCents, BigInt(vatRateBp))),
    feeCents: String(subscriptionsConfig.paymentFeeCents[isDemo ? 'demo' : 'direct_debit']),
    keys: {
      artists: String(policy.artistsBp),
      contributions: String(policy.contributionsBp),
      operations: String(policy.operationsBp),
    },
  }
}

/** The home page shows what is true today: newest works, the voted keys, the last month. */
export async function homePage(now: DateTime) {
  const [{ works }, fee, last] = await Promise.all([
    cataloguePage({}, now),
    currentFee(now),
    db.from('periods').whereIn('state', ['published', 'paid']).max('period as period').first(),
  ])
  return {
    works: works.slice(0, WORKS_SHOWN),
    priceCents: String(subscriptionsConfig.plan.priceCents),
    fee,
    lastMonth: (last?.period ?? null) as string | null,
  }
}
