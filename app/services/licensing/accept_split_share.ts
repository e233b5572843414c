import type SplitLine from '#models/licensing/split_line'
import { lockedShare } from '#services/licensing/locked_share'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  splitLineId: string
  actor: Actor
  clock: Clock
}

export type AcceptShareRefusal = 'unknown_share' | 'not_your_share' | 'already_refused'

/**
 * A payee accepts their share of a split sheet; from then on it leaves suspense (P17). Only the
 * payee's own account may, not even the one who proposed the sheet. Accepting twice changes
 * nothing; a share that was refused waits for another sheet.
 */
export async function acceptSplitShare(
  input: Input
): Promise<Result<SplitLine, AcceptShareRefusal>> {
  const { actor, clock } = input
  return db.transaction(async (client) => {
    const share = await lockedShare(input.splitLineId, actor, client)
    if (!share.ok) return share
    const { line, owner } = share.value
    if (line.isAccepted) return ok(line)
    if (line.refusedAt) return err('already_refused' as const)
    line.merge({ acceptedAt: clock.now(), acceptedByAccountId: owner })
    await line.save()
    await recordAuditEvent(client, {
      actor,
      action: 'licensing.accept_share',
      subject: { type: 'split_line', id: line.id },
      after: { payee: line.payee.name, basis_points: line.basisPoints },
      clock,
    })
    return ok(line)
  })
}
