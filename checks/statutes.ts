import app from '@adonisjs/core/services/app'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { lintSettings } from '#services/statutes/lint_settings'
import { Clock } from '#values/clock'
import type { Check } from './check.js'

export const checks: Check[] = [
  {
    name: 'statutes.versions_follow',
    sentence: 'The adopted versions of the statutes follow one another, in number and in time.',
    sql: `SELECT version, effective_on FROM (
            SELECT version, effective_on,
                   row_number() OVER (ORDER BY version) AS place,
                   max(effective_on) OVER (ORDER BY version) AS latest
              FROM statute_profiles WHERE state = 'adopted') AS versions
           WHERE version <> place OR effective_on < latest`,
  },
  {
    name: 'statutes.words_are_as_hashed',
    sentence: 'The French text of every version has the hash that signatures name.',
    sql: `SELECT version, id FROM statute_profiles
           WHERE encode(sha256(convert_to(body_fr, 'UTF8')), 'hex') <> body_sha256`,
  },
  {
    name: 'statutes.adoptions_are_in_the_trail',
    sentence: 'Every version of the statutes was adopted by an act that the audit trail keeps.',
    sql: `SELECT p.version FROM statute_profiles p
           WHERE p.state = 'adopted' AND NOT EXISTS (SELECT 1 FROM audit_events e
                  WHERE e.action = 'statutes.adopt_profile' AND e.subject_id = p.id::text)`,
  },
  {
    name: 'statutes.in_force_are_lawful',
    sentence: 'The statutes in force keep every bound of the law that the linter knows.',
    async run() {
      const clock = await app.container.make(Clock)
      const profile = await statutesInForce(clock.now())
      const errors = profile
        ? lintSettings(profile.settings).filter(({ severity }) => severity === 'error')
        : []
      if (errors.length === 0) return null
      return errors.map(({ key, path }) => `${key} at ${path}`).join('; ')
    },
  },
]
