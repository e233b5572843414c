import SplitLine from '#models/licensing/split_line'
import { actorAccountId, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  splitLineId: string
  actor: Actor
  clock: Clock
}

export type AcceptShareRefusal = 'unknown_share' | 'not_your_share'

/**
 * A payee accepts their share of a split sheet; from then on it leaves suspense (P17). Only the
 * payee's own account may, not even the one who proposed the sheet. Accepting twice changes
 * nothing.
 */
export async function acceptSplitShare(
  input: Input
): Promise<Result<SplitLine, AcceptShareRefusal>> {
  return db.transaction(async (client) => {
    const line = await SplitLine.query({ client })
      .where('id', input.splitLineId)
      .preload('payee')
      .forUpdate()
      .first()
    if (!line) return err('unknown_share' as const)
    const owner = line.payee.accountId
    if (owner === null || owner !== actorAccountId(input.actor))
      return err('not_your_share' as const)
    if (line.isAccepted) return ok(line)
    line.merge({ acceptedAt: input.clock.now(), acceptedByAccountId: owner })
    await line.save()
    return ok(line)
  })
}
