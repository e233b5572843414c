import type { Clock } from '#values/clock'

/**
 * Something that the law or the statutes ask and that does not hold. `key` is a sentence under
 * `membership.alerts.*` or `shares.alerts.*`; `rule` the number of the rule.
 */
export type MemberAlert = {
  key: string
  severity: 'error' | 'warning'
  rule: string
  params: Record<string, string | number>
  href?: string
}

type AlertSource = (clock: Clock) => Promise<MemberAlert[]>

const sources = new Map<string, AlertSource>()

/** A domain adds what it watches; the same name again replaces the source. */
export function registerAlertSource(name: string, source: AlertSource) {
  sources.set(name, source)
}

/** Every alert of the co-operative now, the serious ones first. */
export async function cooperativeAlerts(clock: Clock): Promise<MemberAlert[]> {
  const found = await Promise.all([...sources.values()].map((source) => source(clock)))
  return found.flat().sort((a, b) => a.severity.localeCompare(b.severity))
}
