import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ApprovedAccounts } from '#models/shares/annual_accounts'
import ExitClaim from '#models/shares/exit_claim'
import type { Actor } from '#services/identity/record_audit_event'
import { valueClaim } from '#services/shares/claims/value_claim'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

type Fact = { accounts: ApprovedAccounts; actor: Actor; clock: Clock }

/**
 * The accounts of a year were approved: the claims of that year's exits that still wait are worth
 * what they say (C14, art. 18: the balance sheet of the year of the exit).
 */
export async function revalueClaims(
  trx: TransactionClientContract,
  { accounts, actor, clock }: Fact
): Promise<number> {
  await trx.rawQuery('SELECT last_number FROM capital_totals FOR UPDATE')
  const claims = await ExitClaim.query({ client: trx })
    .where('state', 'queued')
    .where('exitOn', '<=', isoDay(accounts.closedOn))
    .where('exitOn', '>=', isoDay(accounts.openedOn))
    .orderBy('number')
    .forUpdate()
  for (const claim of claims) {
    await valueClaim(trx, { claim, accounts, reason: 'accounts', actor, clock })
  }
  return claims.length
}
