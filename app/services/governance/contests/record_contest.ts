import type { DateTime } from 'luxon'
import Resolution from '#models/governance/resolution'
import { actOf, GovernanceError } from '#services/governance/errors'
import { actorLabel, recordAuditEvent, type Actor } from '#services/identity/record_audit_event'
import type { Clock } from '#values/clock'
import { dayOf, parisDay } from '#values/day'
import { newId } from '#values/id'

/** C. civ. 1844-14: an action against a decision expires after so many months. */
const CONTEST_MONTHS = 24

/** The last day on which a vote that was closed at an instant can be attacked, in Paris. */
export function contestEnd(closedAt: DateTime): string {
  return dayOf(parisDay(closedAt)).plus({ months: CONTEST_MONTHS }).toISODate()!
}

export type NewContest = {
  resolutionId: string
  claimant: string
  grounds: string
  /** How many ballots the claim concerns, as far as it says. */
  ballots: number
  /** YYYY-MM-DD */
  receivedOn: string
  actor: Actor
  clock: Clock
}

/** C30: puts a contestation into the file of a resolution, which stays open for 24 months. */
export function recordContest({ resolutionId, receivedOn, actor, clock, ...facts }: NewContest) {
  return actOf(async (trx) => {
    const resolution = await Resolution.find(resolutionId, { client: trx })
    if (!resolution) throw new GovernanceError('unknown_resolution')
    if (!resolution.closedAt) throw new GovernanceError('vote_not_closed')
    const day = receivedOn
    if (day > parisDay(clock.now()) || day < parisDay(resolution.closedAt)) {
      throw new GovernanceError('contest_day')
    }
    if (day > contestEnd(resolution.closedAt)) {
      throw new GovernanceError('contest_expired', { months: CONTEST_MONTHS })
    }
    await trx.table('resolution_contests').insert({
      id: newId(),
      resolution_id: resolutionId,
      claimant: facts.claimant,
      grounds: facts.grounds,
      ballots: facts.ballots,
      received_on: day,
      recorded_at: clock.now().toISO(),
      recorded_by_label: actorLabel(actor),
    })
    await recordAuditEvent(trx, {
      actor,
      action: 'governance.record_contest',
      subject: { type: 'resolution', id: resolutionId },
      after: { claimant: facts.claimant, ballots: facts.ballots, received_on: day },
      clock,
    })
  })
}
