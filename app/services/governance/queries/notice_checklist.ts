import db from '@adonisjs/lucid/services/db'
import type Assembly from '#models/governance/assembly'
import type { GovernanceRefusal } from '#services/governance/errors'
import { addressees } from '#services/governance/notices/addressees'
import { noticeGaps } from '#services/governance/notices/notice_gaps'
import { firstDayFor, lastSendingDay, noticeDaysOf } from '#services/governance/rules/notice_rule'
import { quorumNeeded } from '#services/governance/rules/quorum'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** What the law still asks of a draft, and by when (C18, C19, C20). */
export type Checklist = {
  noticeDays: number
  safetyDays: number
  /** The first day on which the meeting may be held if its notice leaves today. */
  firstDay: string
  /** The last day on which the notice of the planned day may leave. */
  lastSending: string
  gaps: GovernanceRefusal[]
  voters: number
  email: number
  post: number
  quorum: { majority: 'ordinary' | 'extraordinary'; needed: number }[]
}

export async function noticeChecklist(assembly: Assembly, clock: Clock): Promise<Checklist> {
  return db.transaction(async (trx) => {
    const { settings } = await requireStatutes(clock.now(), trx)
    const people = await addressees(trx, assembly, settings, clock)
    const { days, safety } = noticeDaysOf(settings, assembly)
    const email = people.filter(({ channel }) => channel === 'email').length
    const call = assembly.call === 1 ? 'first' : 'second'
    const majorities = (['ordinary', 'extraordinary'] as const).filter(
      (one) => assembly.kind === one || assembly.kind === 'mixed'
    )
    return {
      noticeDays: days,
      safetyDays: safety,
      firstDay: isoDay(firstDayFor(settings, assembly, clock.now())),
      lastSending: isoDay(lastSendingDay(settings, assembly)),
      gaps: await noticeGaps(trx, { assembly, settings, clock }),
      voters: people.length,
      email,
      post: people.length - email,
      quorum: majorities.map((majority) => ({
        majority,
        needed: quorumNeeded(people.length, settings.assemblies[majority].quorum[call]),
      })),
    }
  })
}
