import db from '@adonisjs/lucid/services/db'
import type { DateTime } from 'luxon'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'
import { err, ok, type Result } from '#values/result'

export type ReviewFact = {
  reviewedOn: DateTime
  reviewer: string
  reportReference: string
  /** When the assembly debated the report; null if it has not yet. */
  debatedOn: DateTime | null
  note: string | null
}

/** C35: records a co-operative review with its report; the next one is counted from it. */
export async function recordReview(input: {
  review: ReviewFact
  actor: Actor
  clock: Clock
}): Promise<Result<void, 'in_the_future' | 'debated_before_review'>> {
  const { review, actor, clock } = input
  const reviewedOn = review.reviewedOn.toISODate()!
  if (reviewedOn > clock.now().toISODate()!) return err('in_the_future')
  if (review.debatedOn && review.debatedOn < review.reviewedOn) return err('debated_before_review')
  const id = newId()
  await db.transaction(async (trx) => {
    await trx.table('cooperative_reviews').insert({
      id,
      reviewed_on: reviewedOn,
      reviewer: review.reviewer,
      report_reference: review.reportReference,
      debated_on: review.debatedOn?.toISODate() ?? null,
      note: review.note,
      recorded_at: clock.now().toISO(),
      recorded_by_label: actorLabel(actor),
    })
    await recordAuditEvent(trx, {
      actor,
      action: 'shares.record_review',
      subject: { type: 'cooperative_review', id },
      after: { reviewed_on: reviewedOn, report: review.reportReference },
      clock,
    })
  })
  return ok(undefined)
}
