import type { Findings } from '#services/statutes/lint/findings'
import { compareFractions, fractionText, isPart } from '#services/statutes/lint/fractions'
import type { StatuteSettings } from '#services/statutes/statute_settings'

const HEARING_DAYS = 15
/** Longer, and leaving is free in name only. */
const LONG_NOTICE_MONTHS = 12
const REPAYMENT_MONTHS = 60
const TAIL_MONTHS = 60

/** Leaving, being excluded, being repaid (C12–C15, C17). */
export function lintExits({ exit, exclusion, assemblies }: StatuteSettings, found: Findings): void {
  if (exit.noticeMonths > LONG_NOTICE_MONTHS) {
    found.warning('withdrawal', 'exit.noticeMonths', 'notice_months_long', {
      months: exit.noticeMonths,
    })
  }
  if (exit.repaymentMonths > REPAYMENT_MONTHS) {
    found.error('repaymentTime', 'exit.repaymentMonths', 'repayment_months', {
      months: exit.repaymentMonths,
      most: REPAYMENT_MONTHS,
    })
  }
  if (exit.tailMonths !== TAIL_MONTHS) {
    found.error('tail', 'exit.tailMonths', 'tail_months', {
      months: exit.tailMonths,
      law: TAIL_MONTHS,
    })
  }
  if (exclusion.hearingDays < HEARING_DAYS) {
    found.error('hearing', 'exclusion.hearingDays', 'hearing_days', {
      days: exclusion.hearingDays,
      least: HEARING_DAYS,
    })
  }
  const { majority } = assemblies.extraordinary
  if (!isPart(exclusion.majority)) {
    found.error('exclusion', 'exclusion.majority', 'fraction_invalid')
  } else if (isPart(majority) && compareFractions(exclusion.majority, majority) !== 0) {
    found.error('exclusion', 'exclusion.majority', 'exclusion_majority', {
      part: fractionText(exclusion.majority),
      amending: fractionText(majority),
    })
  }
}
