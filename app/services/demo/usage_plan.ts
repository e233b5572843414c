import { WORKS } from '#services/demo/cast'
import { SUBSCRIBERS, type CastSubscriber } from '#services/demo/cast_subscribers'
import { seededRandom } from '#services/demo/media/random'

export interface PlannedDownload {
  subscriber: string
  work: string
  /** Where in the month, from 0 (its first instant) to 1 (its end). */
  moment: number
  evidence: 'announce' | 'server'
}

/** Camille's months, by months before the open one; the other works are left for the newcomer. */
const CAMILLE: Record<number, string[]> = {
  3: ['assemblee', 'phare'],
  2: ['boucle-locale', 'sillage'],
  1: ['la-cle-des-champs', 'marnage', 'd-egal-a-egal', 'midi-rue-des-lilas'],
  0: ['place-vide'],
}

/** Months in which a person listens to nothing, so that the zero-usage rule (P19) can be seen. */
const QUIET: Record<string, number[]> = { 'subscriber-09': [2, 1], 'subscriber-21': [3, 2, 1, 0] }

/**
 * Who downloads what in a month, by months before the open one (3, 2, 1, then 0), in time order. A
 * work is planned at most once per subscriber over all months, since a download counts once for
 * life (P9).
 */
export function plannedDownloads(monthsAgo: number): PlannedDownload[] {
  return SUBSCRIBERS.flatMap((subscriber) => plannedFor(subscriber, monthsAgo)).sort(
    (one, two) => one.moment - two.moment
  )
}

function plannedFor(subscriber: CastSubscriber, monthsAgo: number): PlannedDownload[] {
  const taken = new Set<string>()
  let planned: PlannedDownload[] = []
  for (let month = subscriber.joinedMonthsAgo; month >= monthsAgo; month--) {
    planned = monthOf(subscriber, month, taken)
  }
  return planned
}

function monthOf(subscriber: CastSubscriber, month: number, taken: Set<string>): PlannedDownload[] {
  if (QUIET[subscriber.key]?.includes(month)) return []
  const random = seededRandom(`usage|${subscriber.key}|${month}`)
  const isCamille = subscriber.key === SUBSCRIBERS[0].key
  if (isCamille) return CAMILLE[month].map((work) => takes(subscriber, work, random))
  const usual = subscriber.appetite + random.integer(2)
  const wanted = month === 0 ? Math.min(usual, 1 + random.integer(2)) : usual
  const planned: PlannedDownload[] = []
  for (let count = 0; count < wanted; count++) {
    const open = WORKS.filter((work) => work.publishedMonthsAgo >= month && !taken.has(work.key))
    if (open.length === 0) break
    // The minimum of two draws leans to the front of the list: some works are better liked.
    const work = open[Math.min(random.integer(open.length), random.integer(open.length))]
    taken.add(work.key)
    planned.push(takes(subscriber, work.key, random))
  }
  return planned
}

function takes(
  { key: subscriber }: CastSubscriber,
  work: string,
  random: ReturnType<typeof seededRandom>
): PlannedDownload {
  const moment = 0.02 + 0.96 * random.next()
  return { subscriber, work, moment, evidence: random.chance(0.7) ? 'announce' : 'server' }
}
