import type Application from '#models/membership/application'
import ApplicationDocument from '#models/membership/application_document'
import ApplicationEvent from '#models/membership/application_event'
import StatuteProfile from '#models/statutes/statute_profile'
import { TIME_ZONE } from '#values/clock'

/** Everything that the pages of one application show: its papers, its story, what is asked. */
export async function applicationStory(application: Application) {
  const statutes = await StatuteProfile.findOrFail(application.statuteProfileId)
  const { categories, admission } = statutes.settings
  const category = categories.find(({ code }) => code === application.categoryCode) ?? null
  const documents = await ApplicationDocument.query()
    .where('applicationId', application.id)
    .orderBy('uploadedAt')
    .orderBy('id')
  const events = await ApplicationEvent.query()
    .where('applicationId', application.id)
    .orderBy('id', 'desc')
  const decideBy = application.signedAt
    ?.setZone(TIME_ZONE)
    .plus({ days: admission.withinDays })
    .toISODate()
  return { statutes, category, documents, events, decideBy: decideBy ?? null }
}

export type ApplicationStory = Awaited<ReturnType<typeof applicationStory>>
