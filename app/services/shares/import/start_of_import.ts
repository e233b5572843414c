import db from '@adonisjs/lucid/services/db'
import StatuteProfile from '#models/statutes/statute_profile'
import { personKey } from '#services/membership/person_key'
import type { ImportLine } from '#services/shares/import/read_line'
import type { StatutesOn } from '#services/shares/import/rehearse'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import type { Clock } from '#values/clock'

const BATCH = 5_000

/** What an import starts from: the day, the statutes' history, the register as it stands. */
export async function loadStart(lines: readonly ImportLine[], clock: Clock) {
  const { rows } = await db.rawQuery(
    'SELECT max(effective_on)::text AS last_day FROM share_movements'
  )
  return {
    today: clock.now().toISODate()!,
    lastDay: rows[0].last_day as string | null,
    statutesOn: await statutesHistory(),
    known: await knownPersons(lines),
  }
}

/** Every adopted version, newest first, so that a file of many dates asks the database once. */
async function statutesHistory(): Promise<StatutesOn> {
  const versions = await StatuteProfile.query()
    .where('state', 'adopted')
    .orderBy('effectiveOn', 'desc')
    .orderBy('version', 'desc')
  const history = versions.map((version) => ({
    from: version.effectiveOn!.toISODate()!,
    settings: version.settings as StatuteSettings,
  }))
  return (day) => history.find(({ from }) => from <= day)?.settings ?? null
}

async function knownPersons(lines: readonly ImportLine[]): Promise<Map<string, string>> {
  const keys = lines.flatMap(({ person }) => (person ? [personKey(person)] : []))
  const known = new Map<string, string>()
  for (let from = 0; from < keys.length; from += BATCH) {
    const rows = await db
      .from('members')
      .select('person_key', 'display_name')
      .whereIn('person_key', keys.slice(from, from + BATCH))
    for (const row of rows) known.set(row.person_key, row.display_name)
  }
  return known
}
