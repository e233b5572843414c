import Application from '#models/membership/application'
import ApplicationDocument from '#models/membership/application_document'
import Exclusion from '#models/membership/exclusion'
import Exit from '#models/membership/exit'
import Member from '#models/membership/member'
import MemberCategory from '#models/membership/member_category'
import MemberDetail from '#models/membership/member_detail'
import { memberPanels } from '#services/membership/member_panels'
import { lastConsents } from '#services/membership/queries/last_consents'
import { memberStanding } from '#services/membership/queries/member_standing'
import { memberTimeline } from '#services/membership/timeline'
import '#services/membership/timeline_sources'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'

/** What a member keeps: details of today, qualities, consents, papers. For both sides' pages. */
export async function memberRecord(member: Member, clock: Clock) {
  const today = isoDay(clock.now())
  const details = await MemberDetail.query()
    .where('memberId', member.id)
    .orderBy('version', 'desc')
    .firstOrFail()
  const applications = await Application.query()
    .where('memberId', member.id)
    .whereNotNull('signedAt')
    .orderBy('signedAt')
  const documents = await ApplicationDocument.query()
    .whereIn(
      'applicationId',
      applications.map(({ id }) => id)
    )
    .orderBy('uploadedAt')
  const statutes = await statutesInForce(today)
  return {
    member,
    details,
    today,
    settings: statutes?.settings ?? null,
    standing: await memberStanding(member, today),
    consents: await lastConsents(member.id),
    applications,
    documents,
    exits: await Exit.query().where('memberId', member.id).orderBy('requestedAt', 'desc'),
  }
}

export type MemberRecord = Awaited<ReturnType<typeof memberRecord>>

/** The record with what only the office sees: past qualities, exclusions, story, panels. */
export async function memberFile(memberId: string, clock: Clock) {
  const member = await Member.query().where('id', memberId).preload('account').firstOrFail()
  return {
    ...(await memberRecord(member, clock)),
    categories: await MemberCategory.query()
      .where('memberId', memberId)
      .orderBy('validFrom', 'desc')
      .orderBy('id'),
    exclusions: await Exclusion.query().where('memberId', memberId).orderBy('createdAt', 'desc'),
    timeline: await memberTimeline(memberId),
    panels: await memberPanels(memberId),
  }
}

export type MemberFile = Awaited<ReturnType<typeof memberFile>>
