import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { lastAccounts } from '#services/shares/claims/value_claim'
import { repaymentAmount } from '#services/shares/rules/repayment'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** What shares would be repaid today, with every figure of the rule; cents as decimal strings. */
export type ShareWorth = {
  subscribedCents: string
  paidUpCents: string
  amountCents: string
  lossShareCents: string
  /** Losses of the balance sheet, and what the capital bears of them once reserves are used. */
  lossCents: string
  borneCents: string
  capitalCents: string | null
  reservesImputed: boolean
  /** Closing day of the accounts that say so; null as long as there are none. */
  closedOn: string | null
}

/** C14, with the member's own figures: nominal paid up, less the part of the losses. */
export async function shareWorth(
  holding: { subscribedCents: bigint; paidUpCents: bigint },
  clock: Clock,
  client?: TransactionClientContract
): Promise<ShareWorth> {
  const [accounts, statutes] = await Promise.all([
    lastAccounts(clock.now(), client),
    statutesInForce(clock.now(), client),
  ])
  const reservesImputed = statutes?.settings.exit.imputeReserves ?? true
  const worth = repaymentAmount(holding, accounts, reservesImputed)
  return {
    subscribedCents: String(holding.subscribedCents),
    paidUpCents: String(holding.paidUpCents),
    amountCents: String(worth.amountCents),
    lossShareCents: String(worth.lossShareCents),
    lossCents: String(worth.lossCents),
    borneCents: String(worth.borneCents),
    capitalCents: accounts ? String(accounts.capitalCents) : null,
    reservesImputed,
    closedOn: accounts ? isoDay(accounts.closedOn) : null,
  }
}
