import type { DateTime } from 'luxon'
import type ApprovalMandate from '#models/publication/approval_mandate'

/** A mandate as its register shows it: days of Paris, and where it stands today. */
export function mandateRow(mandate: ApprovalMandate, now: DateTime) {
  const today = now.toISODate()!
  const startsOn = mandate.startsOn.toISODate()!
  const endsOn = mandate.endsOn?.toISODate() ?? null
  return {
    id: mandate.id,
    name: mandate.account.fullName,
    capacity: mandate.capacity,
    startsOn,
    endsOn,
    state: stateOf(startsOn, endsOn, today),
    mayEnd: startsOn <= today && (endsOn === null || endsOn > today),
  }
}

function stateOf(startsOn: string, endsOn: string | null, today: string) {
  if (startsOn > today) return 'to_come' as const
  return endsOn && endsOn < today ? ('ended' as const) : ('in_force' as const)
}
