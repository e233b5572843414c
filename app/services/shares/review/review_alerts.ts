import type { MemberAlert } from '#services/membership/alerts'
import { findReviewStatus } from '#services/shares/review/find_review_status'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

const HREF = '/shares/office/review'

/** C35: the review that comes, is late, or is asked for by losses or members. */
export async function reviewAlerts(clock: Clock): Promise<MemberAlert[]> {
  const status = await findReviewStatus(clock)
  if (!status || status.state === 'fine') return []
  const params = { day: isoDay(status.dueBy) }
  const alert = (key: string, severity: MemberAlert['severity']): MemberAlert => ({
    key: `surplus.review.alerts.${key}`,
    severity,
    rule: 'C35',
    params,
    href: HREF,
  })
  if (status.state === 'soon') return [alert('soon', 'warning')]
  if (status.triggers.length === 0) return [alert('late', 'error')]
  return status.triggers.map((trigger) => alert(trigger, 'error'))
}
