import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Exclusion from '#models/membership/exclusion'
import { MembershipError } from '#services/membership/errors'
import { actOnExclusion, type ExclusionAct } from '#services/membership/exclusions/exclusion_act'
import { announceExit } from '#services/membership/exits/announce_exit'
import { missingSteps, reachesMajority } from '#services/membership/rules/exclusion_steps'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import { dayOf, isoDay } from '#values/day'

type Vote = ExclusionAct & {
  /** The resolution in the assembly's minutes. */
  reference: string
  /** YYYY-MM-DD */
  date: string
  yes: number
  no: number
  /** The parts for and against that the assembly's colleges made of these votes (C06); by heads where nobody says it. */
  weighed?: { yes: bigint; no: bigint }
}

/**
 * The assembly has voted (C13): with the majority that amends the statutes the member is excluded,
 * from the day after the vote on; without it the exclusion is rejected. Nothing is recorded while
 * a step before it is missing.
 *
 * @throws MembershipError exclusion_over, exclusion_incomplete, bad_vote_day
 */
export function concludeExclusion(
  { reference, date, yes, no, weighed, ...act }: Vote,
  client?: TransactionClientContract
): Promise<Exclusion> {
  const conclude = async (trx: TransactionClientContract, exclusion: Exclusion) => {
    const { settings } = await requireStatutes(date, trx)
    const { hearingDays, majority } = settings.exclusion
    refuseMissing(exclusion, hearingDays)
    const heard = isoDay(exclusion.hearingOn!)
    if (date < heard || date > isoDay(act.clock.now())) {
      const message = `The assembly votes after the hearing of ${heard}, and not in the future`
      throw new MembershipError('bad_vote_day', message, { day: heard }, 'resolution_date')
    }
    const { strict } = settings.assemblies.extraordinary.majority
    const parts = weighed ?? { yes: BigInt(yes), no: BigInt(no) }
    const isExcluded = reachesMajority(parts, { ...majority, strict })
    exclusion.merge({
      state: isExcluded ? 'excluded' : 'rejected',
      resolutionReference: reference,
      resolutionDate: dayOf(date),
      yesVotes: yes,
      noVotes: no,
      endedAt: act.clock.now(),
    })
    await exclusion.save()
    if (isExcluded) {
      const { memberId, id: exclusionId } = exclusion
      const { actor, clock } = act
      const exit = { memberId, kind: 'exclusion' as const, exclusionId, happenedOn: date }
      await announceExit({ ...exit, actor, clock }, trx)
    }
    return reference
  }
  return actOnExclusion(act, 'conclude_exclusion', conclude, client)
}

function refuseMissing(exclusion: Exclusion, hearingDays: number) {
  const missing = missingSteps(
    {
      state: exclusion.state,
      notifiedOn: exclusion.notifiedOn && isoDay(exclusion.notifiedOn),
      noticeProof: exclusion.noticeProof,
      hearingOn: exclusion.hearingOn && isoDay(exclusion.hearingOn),
      hearingRecord: exclusion.hearingRecord,
    },
    hearingDays
  )
  if (missing.length > 0) {
    throw new MembershipError('exclusion_incomplete', `Missing: ${missing.join(', ')}`, {
      missing: missing.join(','),
    })
  }
}
