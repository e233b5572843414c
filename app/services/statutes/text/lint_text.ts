import { type Finding, Findings } from '#services/statutes/lint/findings'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import {
  knownPlaceholders,
  placeholdersOf,
  type StatuteSource,
} from '#services/statutes/text/render_statutes'

/**
 * Holds the words to the settings: a number that the French text no longer takes from the settings
 * has to be checked by eye, and a name in braces that stands for nothing is a mistake.
 */
export function lintText(
  settings: StatuteSettings,
  { sourceFr, sourceEn }: StatuteSource
): Finding[] {
  const findings = new Findings()
  if (!sourceFr.trim()) {
    findings.error('purpose', 'text.fr', 'text_missing')
    return findings.list
  }
  const known = knownPlaceholders(settings)
  for (const [path, source] of [
    ['text.fr', sourceFr],
    ['text.en', sourceEn],
  ] as const) {
    const unknown = placeholdersOf(source).filter((name) => !known.includes(name))
    if (unknown.length > 0) {
      findings.error('purpose', path, 'text_unknown', { names: bracketed(unknown) })
    }
  }
  const used = placeholdersOf(sourceFr)
  const unused = known.filter((name) => !used.includes(name))
  if (unused.length > 0) {
    findings.warning('purpose', 'text.fr', 'text_lacks', { names: bracketed(unused) })
  }
  return findings.list
}

const bracketed = (names: string[]) => names.join(', ')
