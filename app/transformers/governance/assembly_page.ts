import type Assembly from '#models/governance/assembly'
import type AssemblyDocument from '#models/governance/assembly_document'
import type { RegisterRow } from '#services/governance/queries/assembly_register'
import type { AgendaPoint } from '#services/governance/queries/agenda_of'
import type { Linkable } from '#services/governance/queries/linkable_changes'
import type { Discussion } from '#services/governance/queries/discussion_of'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import { dayInWords } from '#values/day'

const iso = (at: { toISO(): string | null } | null) => at?.toISO() ?? null

/** A meeting itself, for every page about it. */
export function assemblyFacts(assembly: Assembly) {
  const { id, number, body, bodyCode, kind, presence, call, title, place, remoteLink, state } =
    assembly
  return {
    ...{ id, number, body, bodyCode, kind, presence, call, title, place, remoteLink, state },
    firstCallId: assembly.firstCallId,
    startsAt: assembly.startsAt.toISO()!,
    remoteFrom: iso(assembly.remoteFrom),
    remoteUntil: iso(assembly.remoteUntil),
    noticedAt: iso(assembly.noticedAt),
    cancelReason: assembly.cancelReason,
    hasBegun: assembly.isFrozen,
    legalForm: assembly.statuteProfile?.settings.identity.legalForm ?? null,
  }
}

export function registerRow({ assembly, resolutions, called }: RegisterRow) {
  return { ...assemblyFacts(assembly), resolutions, called }
}

/** The bodies of the statutes, to choose from. */
export function bodyRows(settings: StatuteSettings | undefined, locale: string) {
  return (settings?.bodies ?? []).map(({ code, labelFr, labelEn, maxSeats }) => ({
    ...{ code, maxSeats, label: locale === 'en' ? labelEn : labelFr },
  }))
}

/** What may be linked to a resolution, as a reader calls it. */
export function changeRows(
  changes: Linkable[],
  bodies: { code: string; label: string }[],
  locale: string
) {
  const named = ({ type, label, bodyCode }: Linkable) => {
    if (type === 'surplus') return dayInWords(label, locale)
    const body = bodies.find(({ code }) => code === bodyCode)
    return body ? `${label}, ${body.label}` : label
  }
  return changes.map((one) => ({ type: one.type, id: one.id, label: named(one) }))
}

/** The agenda with its resolutions and candidates. */
export function agendaRows(agenda: AgendaPoint[]) {
  return agenda.map(({ id, title, text, proposedByMemberId, resolutions }) => ({
    ...{ id, title, text },
    byMembers: proposedByMemberId !== null,
    resolutions: resolutions.map((one) => ({
      ...{ id: one.id, number: one.number, title: one.title, text: one.text, type: one.type },
      ...{ majority: one.majority, fromBoard: one.fromBoard, seats: one.seats },
      bodyCode: one.bodyCode,
      change: one.effectType && one.effectId ? `${one.effectType}:${one.effectId}` : null,
      effectType: one.effectType,
      candidates: one.candidates.map((candidate) => ({
        id: candidate.id,
        name: candidate.member.displayName,
        statement: candidate.statement,
      })),
    })),
  }))
}

export function documentRows(documents: AssemblyDocument[]) {
  return documents.map(({ id, title, byteSize }) => ({ id, title, bytes: String(byteSize) }))
}

/** What members said; `memberId` marks the reader's own words. */
export function discussionRows(
  { amendments, comments, questions }: Discussion,
  memberId: string | null
) {
  return {
    amendments: amendments.map((one) => ({
      ...{ id: one.id, resolutionId: one.resolutionId, text: one.text, reason: one.reason },
      ...{ state: one.state, answer: one.answer, name: one.member.displayName },
      at: one.createdAt.toISO()!,
      isMine: one.memberId === memberId,
    })),
    comments: comments.map((one) => ({
      ...{ id: one.id, resolutionId: one.resolutionId, body: one.body },
      name: one.member.displayName,
      at: one.createdAt.toISO()!,
    })),
    questions: questions.map((one) => ({
      ...{ id: one.id, body: one.body, answer: one.answer, name: one.member.displayName },
      at: one.askedAt.toISO()!,
      answeredAt: iso(one.answeredAt),
    })),
  }
}
