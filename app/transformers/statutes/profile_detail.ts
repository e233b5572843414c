import type StatuteProfile from '#models/statutes/statute_profile'
import { standingToday } from '#services/statutes/queries/profile_register'
import { readableBody, statutesHtml } from '#services/statutes/text/render_statutes'
import { profileRow } from '#transformers/statutes/profile_row'
import type { Clock } from '#values/clock'

/** One version on its own page in the office. */
export async function profileDetail(profile: StatuteProfile, clock: Clock) {
  return {
    ...profileRow({ profile, standing: await standingToday(profile, clock) }),
    adoptedBy: profile.adoptedByLabel,
    adoptedAt: profile.adoptedAt?.toISO() ?? null,
    htmlFr: statutesHtml(readableBody(profile, 'fr')),
    htmlEn: statutesHtml(readableBody(profile, 'en')),
  }
}
