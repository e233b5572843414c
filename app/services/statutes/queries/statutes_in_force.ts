import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import StatuteProfile from '#models/statutes/statute_profile'
import { StatutesMissingError } from '#services/statutes/errors'

type Day = DateTime | string

/** The version in force on a day (YYYY-MM-DD of Paris); null before the first. */
export async function statutesInForce(
  day: Day,
  client?: TransactionClientContract
): Promise<StatuteProfile | null> {
  return StatuteProfile.query(client ? { client } : {})
    .where('state', 'adopted')
    .where('effectiveOn', '<=', dayText(day))
    .orderBy('effectiveOn', 'desc')
    .orderBy('version', 'desc')
    .first()
}

/** The same where nothing can be done without. @throws StatutesMissingError */
export async function requireStatutes(
  day: Day,
  client?: TransactionClientContract
): Promise<StatuteProfile> {
  const profile = await statutesInForce(day, client)
  if (!profile) throw new StatutesMissingError(dayText(day))
  return profile
}

function dayText(day: Day): string {
  return typeof day === 'string' ? day : day.toISODate()!
}
