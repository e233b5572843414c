import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Assembly from '#models/governance/assembly'
import AgendaItem from '#models/governance/agenda_item'
import Resolution from '#models/governance/resolution'
import Member from '#models/membership/member'
import { participation } from '#services/governance/attendance/participation'
import { interruptionsOf } from '#services/governance/attendance/service_mark'
import { GovernanceError } from '#services/governance/errors'
import { settingsOf } from '#services/governance/locked_assembly'
import {
  MINUTES_FORMAT,
  type MinutesDocument,
  type MinutesResolution,
} from '#services/governance/minutes/minutes_document'
import { noticeTiming } from '#services/governance/notices/notice_timing'
import { meetingReference, resolutionReference } from '#services/governance/resolution_reference'
import { legalMention } from '#services/statutes/legal_mention'
import type { GovernanceBody } from '#services/statutes/statute_settings'
import { parisDay, parisInstant } from '#values/day'

/**
 * C29: the minutes of a closed meeting as its records tell them; `discussion` alone was typed. The
 * hash is of the attendance sheet that goes with them.
 */
export async function buildMinutes(
  trx: TransactionClientContract,
  assembly: Assembly,
  { discussion, sheetSha256 }: { discussion: string; sheetSha256: string }
): Promise<MinutesDocument> {
  const settings = settingsOf(assembly)
  const agenda = await AgendaItem.query({ client: trx })
    .where('assemblyId', assembly.id)
    .orderBy('position')
  return {
    format: MINUTES_FORMAT,
    cooperative: {
      name: settings.identity.name,
      mention: legalMention(settings, 'fr'),
      statutesVersion: assembly.statuteProfile.version!,
    },
    assembly: factsOf(assembly, settings.bodies),
    notice: await noticeOf(trx, assembly),
    bureau: await bureauOf(trx, assembly),
    attendance: { ...(await attendanceOf(trx, assembly)), sheetSha256 },
    agenda: agenda.map(({ position, title, text, createdAt }) => {
      const isIncident = createdAt >= assembly.openedAt!
      return { position, title, ...(isIncident ? { incident: text } : {}) }
    }),
    documents: await documentsOf(trx, assembly.id),
    discussion: discussion.trim(),
    resolutions: await resolutionsOf(trx, assembly),
  }
}

function factsOf(assembly: Assembly, bodies: GovernanceBody[]): MinutesDocument['assembly'] {
  const body = bodies.find(({ code }) => code === assembly.bodyCode)
  return {
    id: assembly.id,
    reference: meetingReference(assembly),
    body: assembly.body,
    ...(body && { bodyName: body.labelFr }),
    kind: assembly.kind,
    call: assembly.call,
    ...(assembly.lapsedAt ? { lapsed: true as const } : {}),
    title: assembly.title,
    presence: assembly.presence,
    place: assembly.place,
    startsAt: parisInstant(assembly.startsAt),
    openedAt: parisInstant(assembly.openedAt!),
    closedAt: parisInstant(assembly.closedAt!),
    electorateRoot: assembly.electorateRoot!.toString('hex'),
  }
}

async function noticeOf(
  trx: TransactionClientContract,
  assembly: Assembly
): Promise<MinutesDocument['notice']> {
  const { rows } = await trx.rawQuery(
    `SELECT count(*) FILTER (WHERE channel = 'email' AND state = 'sent')::int AS "byEmail",
            count(*) FILTER (WHERE channel = 'post' AND state = 'posted')::int AS "byPost",
            count(*) FILTER (WHERE state IN ('queued', 'bounced', 'returned'))::int AS undelivered
       FROM notices WHERE assembly_id = ? AND kind = 'notice'`,
    [assembly.id]
  )
  const timing = await noticeTiming(assembly, parisDay(assembly.openedAt!), trx)
  const { lastPostedOn: postedOn, lastSending, late, unsent } = timing
  const when = { postedOn, lastSending, late: late.length, unsent: unsent.length }
  return { sentOn: parisDay(assembly.noticedAt!), ...rows[0], ...when }
}

async function bureauOf(trx: TransactionClientContract, assembly: Assembly) {
  const chair = assembly.chairMemberId
    ? await Member.find(assembly.chairMemberId, { client: trx })
    : null
  if (!chair || !assembly.secretaryAccountId || !assembly.secretaryName)
    throw new GovernanceError('bureau_missing')
  return {
    chair: chair.displayName,
    secretary: assembly.secretaryName,
    tellers: assembly.tellers ?? '',
  }
}

/** Who took part, each once: the same count as the quorum's, of the whole meeting; and the incidents. */
async function attendanceOf(trx: TransactionClientContract, assembly: Assembly) {
  const { afar: votedFromAfar, ...parts } = await participation(trx, assembly, 'ever')
  const interruptions = await interruptionsOf(trx, assembly)
  return { ...parts, votedFromAfar, ...(interruptions.length > 0 ? { interruptions } : {}) }
}

async function documentsOf(trx: TransactionClientContract, assemblyId: string) {
  return (await trx
    .from('assembly_documents')
    .where('assembly_id', assemblyId)
    .orderBy('uploaded_at')
    .orderBy('id')
    .select('title', 'sha256')) as MinutesDocument['documents']
}

async function resolutionsOf(trx: TransactionClientContract, assembly: Assembly) {
  const resolutions = await Resolution.query({ client: trx })
    .where('assemblyId', assembly.id)
    .preload('candidates', (query) => query.orderBy('position').preload('member'))
    .orderBy('number')
  return resolutions.map((one): MinutesResolution => ({
    reference: resolutionReference(assembly, one),
    number: one.number,
    title: one.title,
    text: one.text,
    type: one.type,
    majority: one.majority,
    fromBoard: one.fromBoard,
    effect: one.effectType,
    outcome: one.outcome,
    result: one.result as MinutesResolution['result'],
    candidates: one.candidates.map(({ id, member }) => ({ id, name: member.displayName })),
  }))
}
