import type SplitLine from '#models/licensing/split_line'
import { lockedShare } from '#services/licensing/locked_share'
import { recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

interface Input {
  splitLineId: string
  /** What is wrong with it, in the payee's words: the office reads it and proposes anew. */
  reason: string
  actor: Actor
  clock: Clock
}

export type RefuseShareRefusal =
  'unknown_share' | 'not_your_share' | 'already_accepted' | 'reason_missing'

/**
 * A payee refuses their share of a split sheet, with a reason; it stays in suspense until another
 * sheet is proposed and accepted (P17). Refusing twice keeps the first reason.
 */
export async function refuseSplitShare(
  input: Input
): Promise<Result<SplitLine, RefuseShareRefusal>> {
  const { actor, clock } = input
  const reason = input.reason.trim()
  if (reason === '') return err('reason_missing')
  return db.transaction(async (client) => {
    const share = await lockedShare(input.splitLineId, actor, client)
    if (!share.ok) return share
    const { line, owner } = share.value
    if (line.isAccepted) return err('already_accepted' as const)
    if (line.refusedAt) return ok(line)
    line.merge({ refusedAt: clock.now(), refusedByAccountId: owner, refusalReason: reason })
    await line.save()
    await recordAuditEvent(client, {
      actor,
      action: 'licensing.refuse_share',
      subject: { type: 'split_line', id: line.id },
      after: { payee: line.payee.name, basis_points: line.basisPoints },
      reason,
      clock,
    })
    return ok(line)
  })
}
