import type { Fraction } from '#services/statutes/statute_settings'
import { dayOf, isoDay } from '#values/day'

type Steps = {
  state: string
  notifiedOn: string | null
  noticeProof: string | null
  hearingOn: string | null
  hearingRecord: string | null
}

export type MissingStep = 'notice' | 'notice_proof' | 'hearing' | 'hearing_record' | 'hearing_days'

/**
 * C13: the first day on which a member who was notified on a day can be heard. The day of the
 * notice does not count, the day of the hearing does.
 */
export function earliestHearing(notifiedOn: string, hearingDays: number): string {
  return isoDay(dayOf(notifiedOn).plus({ days: hearingDays }))
}

/** C13: what still stands between an exclusion and the assembly's vote; empty when nothing does. */
export function missingSteps(steps: Steps, hearingDays: number): MissingStep[] {
  const missing: MissingStep[] = []
  if (!steps.notifiedOn) missing.push('notice')
  if (!steps.noticeProof) missing.push('notice_proof')
  if (!steps.hearingOn) missing.push('hearing')
  if (!steps.hearingRecord) missing.push('hearing_record')
  if (
    steps.notifiedOn &&
    steps.hearingOn &&
    steps.hearingOn < earliestHearing(steps.notifiedOn, hearingDays)
  ) {
    missing.push('hearing_days')
  }
  return missing
}

/**
 * C13, C21: true when the votes for reach the majority exactly, in whole numbers. Abstentions and
 * blank votes are not votes cast; without a vote cast nothing is decided.
 */
export function reachesMajority(
  votes: { yes: bigint; no: bigint },
  { numerator, denominator, strict }: Fraction & { strict: boolean }
): boolean {
  const cast = votes.yes + votes.no
  if (cast <= 0n) return false
  const weighed = votes.yes * BigInt(denominator)
  const asked = cast * BigInt(numerator)
  return strict ? weighed > asked : weighed >= asked
}
