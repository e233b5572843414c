import type { DateTime } from 'luxon'
import { dayOf, isoDay, type Day } from '#values/day'

/** From so many days before the day it is due, the review is announced as coming. */
const NOTICE_DAYS = 180
const LOSS_YEARS = 3
/** One member in so many may ask for a review. */
const PETITION_PART = 10

export type ReviewFacts = {
  /** The last review, or the day the co-operative was formed. */
  since: DateTime
  everyYears: number
  /** One row an approved year, newest first; a negative result is a loss. */
  years: readonly { closedOn: DateTime; resultCents: bigint }[]
  /** The days on which enough members asked for a review. */
  petitions?: readonly Day[]
  /** The highest capital ever reached, in cents. */
  peakCents: bigint
  today: DateTime
}

export type ReviewTrigger = 'three_losses' | 'loss_half_of_peak' | 'petition'

export type ReviewStatus = {
  dueBy: DateTime
  state: 'fine' | 'soon' | 'late'
  /** What asks for a review at once, whatever the date. */
  triggers: ReviewTrigger[]
}

/**
 * C35: the co-operative review is due every five years (art. 19 duodecies and 25-1 loi 47-1775,
 * years by the statutes), and at once after three years of loss in a row, a year's loss of half the
 * highest capital or the petition of a tenth of the members. Only what came since the last review
 * counts, and it counts until the next: a good year does not take the duty away.
 */
export function reviewStatus(facts: ReviewFacts): ReviewStatus {
  const since = isoDay(facts.since)
  const today = isoDay(facts.today)
  const dueBy = dayOf(facts.since).plus({ years: facts.everyYears })
  const fresh = facts.years.filter(({ closedOn }) => isoDay(closedOn) > since)
  const triggers: ReviewTrigger[] = []
  if (hasLossesInARow(fresh)) triggers.push('three_losses')
  const { peakCents } = facts
  if (peakCents > 0n && fresh.some(({ resultCents }) => -resultCents * 2n >= peakCents)) {
    triggers.push('loss_half_of_peak')
  }
  if (facts.petitions?.some((day) => isoDay(day) > since)) triggers.push('petition')
  const late = today > isoDay(dueBy) || triggers.length > 0
  const soon = today >= isoDay(dueBy.minus({ days: NOTICE_DAYS }))
  return { dueBy, state: late ? 'late' : soon ? 'soon' : 'fine', triggers }
}

function hasLossesInARow(years: readonly { resultCents: bigint }[]): boolean {
  let row = 0
  for (const { resultCents } of years) {
    row = resultCents < 0n ? row + 1 : 0
    if (row === LOSS_YEARS) return true
  }
  return false
}

/** C35: a tenth of the members is enough to ask for a review. */
export function isEnoughForReview(signatories: number, members: number): boolean {
  return signatories > 0 && signatories * PETITION_PART >= members
}
