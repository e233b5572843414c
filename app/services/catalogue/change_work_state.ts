import Work, { type WorkState } from '#models/catalogue/work'
import WorkStateChange from '#models/catalogue/work_state_change'
import {
  missingForPublication,
  type MissingForPublication,
} from '#services/catalogue/publication_gate'
import { actorAccountId, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'
import db from '@adonisjs/lucid/services/db'

/** Where a work may go from each state (P29). A withdrawn work comes back only through review. */
const STEPS: Record<WorkState, readonly WorkState[]> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['in_review', 'draft', 'withdrawn'],
  in_review: ['approved', 'rejected', 'postponed', 'withdrawn'],
  postponed: ['submitted', 'in_review', 'withdrawn'],
  approved: ['published', 'postponed', 'withdrawn'],
  rejected: ['submitted'],
  published: ['withdrawn'],
  withdrawn: ['submitted'],
}

const NEEDS_REASON: readonly WorkState[] = ['rejected', 'postponed', 'withdrawn']

interface Input {
  workId: string
  to: WorkState
  /** Mandatory for a refusal, a postponement or a withdrawal; kept and shown to the makers. */
  reason?: string | null
  actor: Actor
  clock: Clock
}

export type ChangeWorkStateRefusal =
  | { kind: 'unknown_work' }
  | { kind: 'not_from_here'; from: WorkState }
  | { kind: 'reason_missing' }
  | { kind: 'incomplete'; missing: MissingForPublication[] }

/**
 * The one way in which a work moves from state to state (P29): checks the step, the reason and,
 * before publication, the licence gate; writes the step into the work's history and the audit
 * trail in the same transaction. Asking for the state it already has changes nothing.
 */
export async function changeWorkState(input: Input): Promise<Result<Work, ChangeWorkStateRefusal>> {
  const { workId, to, actor, clock } = input
  const reason = input.reason?.trim() || null
  const at = clock.now()
  return db.transaction(async (client) => {
    const work = await Work.query({ client }).where('id', workId).forUpdate().first()
    if (!work) return err({ kind: 'unknown_work' as const })
    const from = work.state
    if (from === to) return ok(work)
    if (!STEPS[from].includes(to)) return err({ kind: 'not_from_here' as const, from })
    if (NEEDS_REASON.includes(to) && !reason) return err({ kind: 'reason_missing' as const })
    if (to === 'published') {
      const missing = await missingForPublication(workId, at, client)
      if (missing.length > 0) return err({ kind: 'incomplete' as const, missing })
      work.publishedAt ??= at
    }

    await work.merge({ state: to }).save()
    const accountId = actorAccountId(actor)
    await WorkStateChange.create(
      { id: newId(), workId, fromState: from, toState: to, reason, actorAccountId: accountId, at },
      { client }
    )
    await recordAuditEvent(client, {
      actor,
      action: 'catalogue.change_work_state',
      subject: { type: 'work', id: workId },
      before: { state: from },
      after: { state: to },
      reason,
      clock,
    })
    return ok(work)
  })
}

/** The states into which a work may go now, for the buttons of a page. */
export function nextStates(from: WorkState): readonly WorkState[] {
  return STEPS[from]
}

/** True where a move asks for a reason that the makers will read. */
export function needsReason(to: WorkState): boolean {
  return NEEDS_REASON.includes(to)
}
