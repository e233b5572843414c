import type { StatuteSettings } from '#services/statutes/statute_settings'

/** What an adoption would leave behind, in a text's key and its figures; it stops nothing. */
export type AdoptionWarning = { key: string; params: Record<string, string | number> }

type WarningSource = (settings: StatuteSettings, day: string) => Promise<AdoptionWarning[]>

const sources = new Map<string, WarningSource>()

/** A higher domain says what it would find wrong under other statutes; the same name replaces. */
export function registerAdoptionWarning(name: string, source: WarningSource) {
  sources.set(name, source)
}

/** What the office should know before it adopts a draft, by the members and shares of a day. */
export async function adoptionWarnings(settings: StatuteSettings, day: string) {
  const found = await Promise.all([...sources.values()].map((source) => source(settings, day)))
  return found.flat()
}
