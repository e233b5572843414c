import type { I18n } from '@adonisjs/i18n'
import type Exclusion from '#models/membership/exclusion'
import type Exit from '#models/membership/exit'
import { plainDetails } from '#services/membership/details/merge_details'
import type { MemberFile, MemberRecord } from '#services/membership/queries/member_file'
import { earliestHearing, missingSteps } from '#services/membership/rules/exclusion_steps'
import type { StatuteSettings } from '#services/statutes/statute_settings'
import {
  categoryLabel,
  labelOf,
  memberFacts,
  placesOf,
} from '#transformers/membership/member_facts'
import { isoDay } from '#values/day'

/** A member's record as both sides read it; the details as the forms name them. */
export function recordPage(record: MemberRecord, i18n: I18n) {
  const { member, details, standing, settings } = record
  const { category, college, codes, mayVote } = standing
  return {
    member: memberFacts(member),
    details: formFields(plainDetails(details)),
    detailsSince: isoDay(details.validFrom),
    standing: {
      category: category && labelOf(category, i18n),
      others: codes
        .filter((code) => code !== category?.code)
        .map((code) => categoryLabel(code, settings, i18n)),
      college: college && { label: labelOf(college, i18n), weightBp: college.weightBp },
      mayVote,
    },
    consents: record.consents.map((consent) => ({
      ...consent,
      text: i18n.t(`membership.join.consents.${consent.kind}`),
    })),
    exits: record.exits.map(exitLine),
    applications: record.applications.map(({ id, reference, signedAt }) => ({
      id,
      reference,
      signedAt: signedAt!.toISO()!,
      documents: record.documents
        .filter((document) => document.applicationId === id)
        .map((document) => ({ id: document.id, fileName: document.fileName })),
    })),
  }
}

/** The same for the office, with qualities over time, exclusions, the story and the panels. */
export function memberPage(file: MemberFile, i18n: I18n) {
  const { member, settings } = file
  const { account } = member
  const open = file.categories.filter(({ isOpen }) => isOpen).map((held) => held.categoryCode)
  const kinds = settings?.categories.filter(({ kinds: allowed }) => allowed.includes(member.kind))
  return {
    ...recordPage(file, i18n),
    today: file.today,
    /** Not `account`: that is who reads, on every page. */
    tiedAccount: account && { id: account.id, fullName: account.fullName, email: account.email },
    categories: file.categories.map((held) => ({
      id: held.id,
      label: categoryLabel(held.categoryCode, settings, i18n),
      from: isoDay(held.validFrom),
      to: held.validTo && isoDay(held.validTo),
    })),
    addable: placesOf(settings, i18n).categories.filter(
      ({ value }) => !open.includes(value) && kinds?.some(({ code }) => code === value)
    ),
    exclusions: file.exclusions.map((exclusion) => exclusionLine(exclusion, settings)),
    noticeMonths: settings?.exit.noticeMonths ?? null,
    timeline: file.timeline.map(({ params, href, by, ...item }) => ({
      ...item,
      params: worded(params, settings, i18n),
      href: href ?? null,
      by: by ?? null,
    })),
    panels: JSON.stringify(file.panels),
  }
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function formFields(details: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [snake(name), value ?? ''])
  )
}

/** A story names a category by its code: the reader gets its name. */
function worded(
  params: Record<string, string | number>,
  settings: StatuteSettings | null,
  i18n: I18n
): Record<string, string | number> {
  if (!('category' in params)) return params
  return { ...params, category: categoryLabel(String(params.category), settings, i18n) }
}

function exitLine(exit: Exit) {
  return {
    id: exit.id,
    kind: exit.kind,
    state: exit.state,
    shares: exit.shares,
    requestedAt: exit.requestedAt.toISO()!,
    effectiveOn: isoDay(exit.effectiveOn),
    reason: exit.reason,
  }
}

function exclusionLine(exclusion: Exclusion, settings: StatuteSettings | null) {
  const hearingDays = settings?.exclusion.hearingDays ?? 0
  const notifiedOn = exclusion.notifiedOn && isoDay(exclusion.notifiedOn)
  const hearingOn = exclusion.hearingOn && isoDay(exclusion.hearingOn)
  const { state, noticeProof, hearingRecord, yesVotes, noVotes } = exclusion
  const steps = { state, notifiedOn, noticeProof, hearingOn, hearingRecord }
  return {
    id: exclusion.id,
    state,
    grounds: exclusion.grounds,
    openedOn: isoDay(exclusion.openedOn),
    notifiedOn,
    noticeProof,
    hearingOn,
    hearingRecord,
    earliestHearing: notifiedOn && earliestHearing(notifiedOn, hearingDays),
    resolutionReference: exclusion.resolutionReference,
    resolutionDate: exclusion.resolutionDate && isoDay(exclusion.resolutionDate),
    yesVotes,
    noVotes,
    majority: settings ? settings.exclusion.majority : null,
    missing: exclusion.isRunning ? missingSteps(steps, hearingDays) : [],
    isRunning: exclusion.isRunning,
  }
}
