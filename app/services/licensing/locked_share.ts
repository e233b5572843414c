import SplitLine from '#models/licensing/split_line'
import { actorAccountId, type Actor } from '#services/identity/record_audit_event'
import { err, ok, type Result } from '#values/result'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** A share for its own payee's answer, held until the transaction ends. */
export async function lockedShare(
  splitLineId: string,
  actor: Actor,
  client: TransactionClientContract
): Promise<Result<{ line: SplitLine; owner: string }, 'unknown_share' | 'not_your_share'>> {
  const line = await SplitLine.query({ client })
    .where('id', splitLineId)
    .preload('payee')
    .forUpdate()
    .first()
  if (!line) return err('unknown_share')
  const owner = line.payee.accountId
  if (owner === null || owner !== actorAccountId(actor)) return err('not_your_share')
  return ok({ line, owner })
}
