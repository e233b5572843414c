import type { Timeline } from '#services/demo/seed/timeline'
import { SYSTEM_ACTOR } from '#models/royalties/period'
import { closePeriod } from '#services/royalties/close/close_period'
import { recordRoots } from '#services/shares/movements/record_roots'

/** Closes a month of the past on the third day of the next one, after the nights' work. */
export async function closeMonth(timeline: Timeline, monthsAgo: number): Promise<void> {
  const period = timeline.period(monthsAgo)
  const clock = timeline.on(monthsAgo - 1, 3, 10)
  await recordRoots(clock)
  await closePeriod({ period, actor: SYSTEM_ACTOR, clock })
}
