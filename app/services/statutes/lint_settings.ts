import { lintAssemblies } from '#services/statutes/lint/assemblies'
import { lintBodies } from '#services/statutes/lint/bodies'
import { lintCapital } from '#services/statutes/lint/capital'
import { lintColleges } from '#services/statutes/lint/colleges'
import { lintExits } from '#services/statutes/lint/exits'
import { type Finding, Findings } from '#services/statutes/lint/findings'
import { lintIdentity } from '#services/statutes/lint/identity'
import { lintCategories } from '#services/statutes/lint/categories'
import { lintSurplus } from '#services/statutes/lint/surplus'
import type { StatuteSettings } from '#services/statutes/statute_settings'

const RULES = [
  lintIdentity,
  lintCapital,
  lintCategories,
  lintColleges,
  lintAssemblies,
  lintExits,
  lintSurplus,
  lintBodies,
]

/**
 * Holds a profile to every legal bound of a SCIC (C01–C10, C12–C15, C18–C21, C24, C31–C35): each
 * finding names its rule, its article and the field. Pure; an empty list of errors is what an
 * adoption asks for.
 */
export function lintSettings(settings: StatuteSettings): Finding[] {
  const findings = new Findings()
  for (const rule of RULES) rule(settings, findings)
  return findings.list
}
