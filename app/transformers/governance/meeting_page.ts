import type { HttpContext } from '@adonisjs/core/http'
import type Assembly from '#models/governance/assembly'
import { doorsOpenAt } from '#services/governance/attendance/check_in'
import { watchMeeting } from '#services/governance/live/meeting_feed'
import { agendaOf } from '#services/governance/queries/agenda_of'
import { liveMeeting } from '#services/governance/queries/live_meeting'
import { agendaRows, assemblyFacts } from '#transformers/governance/assembly_page'
import type { Clock } from '#values/clock'

/** What every page of a running meeting begins with; the stream keeps `live` up to date. */
export async function meetingProps(assembly: Assembly, locale: string, clock: Clock) {
  return {
    assembly: assemblyFacts(assembly),
    agenda: agendaRows(await agendaOf(assembly.id)),
    /** By this the page's own clock is set: the two may differ. */
    now: clock.now().toISO()!,
    /** From when on people are received, in the room and from afar. */
    doorsAt: doorsOpenAt(assembly.startsAt).toISO()!,
    live: await liveMeeting(assembly.id, locale, clock),
  }
}

/** Answers with the meeting's server-sent events, from the last one that the page has seen. */
export function streamMeeting(
  { request, response, i18n }: HttpContext,
  id: string,
  clock: Clock,
  memberId: string | null = null
) {
  const lastId = request.header('last-event-id') ?? null
  response.header('Content-Type', 'text/event-stream; charset=utf-8')
  response.header('Cache-Control', 'no-store')
  // A proxy in between must not collect events before it passes them on.
  response.header('X-Accel-Buffering', 'no')
  response.stream(watchMeeting({ assemblyId: id, locale: i18n.locale, lastId, memberId, clock }))
}
