import type Exclusion from '#models/membership/exclusion'
import { MembershipError } from '#services/membership/errors'
import { actOnExclusion, type ExclusionAct } from '#services/membership/exclusions/exclusion_act'
import { earliestHearing } from '#services/membership/rules/exclusion_steps'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import { dayOf, isoDay } from '#values/day'

type Hearing = ExclusionAct & {
  /** YYYY-MM-DD */
  hearingOn: string
  /** What was said, or that the member did not come although invited. */
  record: string
}

/**
 * The member was heard, or did not come (C13): not before the days that the statutes leave between
 * the notice and the hearing.
 *
 * @throws MembershipError exclusion_over, not_notified, hearing_too_soon, hearing_to_come
 */
export function recordHearing({ hearingOn, record, ...act }: Hearing): Promise<Exclusion> {
  return actOnExclusion(act, 'hear_exclusion', async (trx, exclusion) => {
    if (!exclusion.notifiedOn || !exclusion.noticeProof) {
      throw new MembershipError('not_notified', 'The member was not notified of the grounds yet')
    }
    const notified = isoDay(exclusion.notifiedOn)
    const { settings } = await requireStatutes(notified, trx)
    const { hearingDays } = settings.exclusion
    const earliest = earliestHearing(notified, hearingDays)
    if (hearingOn < earliest) {
      const message = `Nobody is heard before ${earliest}`
      const figures = { day: earliest, days: hearingDays }
      throw new MembershipError('hearing_too_soon', message, figures, 'hearing_on')
    }
    if (hearingOn > isoDay(act.clock.now())) {
      const message = 'A hearing is recorded when it was held'
      throw new MembershipError('hearing_to_come', message, {}, 'hearing_on')
    }
    exclusion.merge({ state: 'heard', hearingOn: dayOf(hearingOn), hearingRecord: record })
  })
}
