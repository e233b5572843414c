/**
 * One line of a member's story. `key` is a sentence under `membership.timeline.*` or
 * `shares.timeline.*`, `params` its figures and names; `by` is who did it, nobody for the house.
 */
export type TimelineItem = {
  /** ISO instant, or a day. */
  at: string
  key: string
  params: Record<string, string | number>
  href?: string
  by?: string
}

type TimelineSource = (memberId: string) => Promise<TimelineItem[]>

const sources = new Map<string, TimelineSource>()

/** A domain adds what it knows of a member; the same name again replaces the source. */
export function registerTimelineSource(name: string, source: TimelineSource) {
  sources.set(name, source)
}

/** Everything that happened to a member, newest first. */
export async function memberTimeline(memberId: string): Promise<TimelineItem[]> {
  const told = await Promise.all([...sources.values()].map((source) => source(memberId)))
  return told.flat().sort((a, b) => momentOf(b) - momentOf(a))
}

/** A day without an hour stands behind what happened in its course: it is where that led. */
function momentOf({ at }: TimelineItem): number {
  return Date.parse(at.length === 'YYYY-MM-DD'.length ? `${at}T23:59:59Z` : at)
}
