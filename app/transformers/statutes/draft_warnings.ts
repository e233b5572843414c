import type { I18n } from '@adonisjs/i18n'
import type StatuteProfile from '#models/statutes/statute_profile'
import { adoptionWarnings } from '#services/statutes/adoption_warnings'

/** What a draft would leave behind if it were adopted on that day, in words. */
export async function draftWarnings(
  { state, settings }: StatuteProfile,
  day: string,
  i18n: I18n
): Promise<string[]> {
  if (state !== 'draft') return []
  const found = await adoptionWarnings(settings, day)
  return found.map(({ key, params }) => i18n.t(key, params))
}
