import type { DateTime } from 'luxon'

/** From so many days before the day it is due, the review is announced as coming. */
const NOTICE_DAYS = 180
const LOSS_YEARS = 3

export type ReviewFacts = {
  /** The last review, or the day the co-operative was formed. */
  since: DateTime
  everyYears: number
  /** One row a year, newest first; a negative result is a loss. */
  years: readonly { closedOn: DateTime; resultCents: bigint }[]
  /** The highest capital ever reached, in cents. */
  peakCents: bigint
  today: DateTime
}

export type ReviewTrigger = 'three_losses' | 'loss_half_of_peak'

export type ReviewStatus = {
  dueBy: DateTime
  state: 'fine' | 'soon' | 'late'
  /** What asks for a review at once, whatever the date. */
  triggers: ReviewTrigger[]
}

/**
 * C35: the co-operative review is due every five years (art. 19 duodecies and 25-1 loi 47-1775,
 * years by the statutes), and at once after three years of loss in a row or a year's loss of half
 * the highest capital. Only years closed since the last review count.
 */
export function reviewStatus({
  since,
  everyYears,
  years,
  peakCents,
  today,
}: ReviewFacts): ReviewStatus {
  const dueBy = since.plus({ years: everyYears })
  const fresh = years.filter(({ closedOn }) => closedOn > since)
  const triggers: ReviewTrigger[] = []
  const last = fresh.slice(0, LOSS_YEARS)
  if (last.length === LOSS_YEARS && last.every(({ resultCents }) => resultCents < 0n)) {
    triggers.push('three_losses')
  }
  if (peakCents > 0n && fresh.some(({ resultCents }) => -resultCents * 2n >= peakCents)) {
    triggers.push('loss_half_of_peak')
  }
  const late = today > dueBy || triggers.length > 0
  const soon = today.plus({ days: NOTICE_DAYS }) >= dueBy
  return { dueBy, state: late ? 'late' : soon ? 'soon' : 'fine', triggers }
}
