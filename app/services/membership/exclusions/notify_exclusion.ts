import type Exclusion from '#models/membership/exclusion'
import { MembershipError } from '#services/membership/errors'
import { actOnExclusion, type ExclusionAct } from '#services/membership/exclusions/exclusion_act'
import { dayOf, isoDay } from '#values/day'

type Notice = ExclusionAct & {
  /** YYYY-MM-DD: the day the letter was handed over. */
  notifiedOn: string
  /** What proves it: the number of the registered letter, the signed receipt. */
  proof: string
}

/**
 * The member has the grounds in writing, with proof: the hearing clock starts (C13). A notice given
 * wrongly is given again, as long as nobody was heard.
 *
 * @throws MembershipError exclusion_over, heard_already, bad_notice_day
 */
export function notifyExclusion({ notifiedOn, proof, ...act }: Notice): Promise<Exclusion> {
  return actOnExclusion(act, 'notify_exclusion', async (_, exclusion) => {
    if (exclusion.state === 'heard') {
      throw new MembershipError('heard_already', 'The member was heard already')
    }
    const opened = isoDay(exclusion.openedOn)
    if (notifiedOn < opened || notifiedOn > isoDay(act.clock.now())) {
      const message = `The notice is given between ${opened} and today`
      throw new MembershipError('bad_notice_day', message, { day: opened }, 'notified_on')
    }
    exclusion.merge({ state: 'notified', notifiedOn: dayOf(notifiedOn), noticeProof: proof })
    return proof
  })
}
