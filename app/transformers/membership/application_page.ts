import type { I18n } from '@adonisjs/i18n'
import type Application from '#models/membership/application'
import type ApplicationDocument from '#models/membership/application_document'
import type { ApplicationStory } from '#services/membership/queries/application_story'
import { isoDay } from '#values/day'

/** An application as its own page shows it; amounts as decimal strings. */
export function applicationFacts(application: Application, story: ApplicationStory, i18n: I18n) {
  const english = i18n.locale === 'en'
  const { category, statutes, decideBy } = story
  return {
    id: application.id,
    reference: application.reference,
    state: application.state,
    kind: application.kind,
    name: application.displayName,
    email: application.email,
    category: (english ? category?.labelEn : category?.labelFr) ?? application.categoryCode,
    shares: application.shares,
    nominalCents: String(application.nominalCents),
    amountCents: String(application.amountCents),
    firstPaymentCents: String(application.firstPaymentCents),
    statutes: { version: statutes.version!, label: statutes.label },
    bulletinSha256: application.bulletinSha256,
    createdAt: application.createdAt.toISO()!,
    signedAt: application.signedAt?.toISO() ?? null,
    decideBy,
    decides: statutes.settings.admission.body,
    decision: decisionOf(application),
    isOpen: application.isOpen,
  }
}

function decisionOf(application: Application) {
  const { decisionBody, decisionReference, decisionDate, refusalReason } = application
  if (!decisionBody || !decisionReference || !decisionDate) return null
  return {
    body: decisionBody,
    reference: decisionReference,
    date: isoDay(decisionDate),
    reason: refusalReason,
  }
}

/** The papers that the category asks for, each with what was handed in, and anything else. */
export function applicationPapers({ category, documents }: ApplicationStory, i18n: I18n) {
  const english = i18n.locale === 'en'
  const asked = category?.documents ?? []
  const known = asked.map(({ code }) => code)
  const other = documents.filter(({ code }) => !known.includes(code))
  return [
    ...asked.map(({ code, labelFr, labelEn, required }) => ({
      code,
      label: english ? labelEn : labelFr,
      required,
      files: documents.filter((document) => document.code === code).map(fileOf),
    })),
    {
      code: 'other',
      label: i18n.t('membership.application.papers.other'),
      required: false,
      files: other.map(fileOf),
    },
  ]
}

function fileOf({ id, fileName, mimeType, byteSize, sha256, uploadedAt }: ApplicationDocument) {
  const size = String(byteSize)
  return { id, fileName, mimeType, size, sha256, uploadedAt: uploadedAt.toISO()! }
}

/** What was typed, for the office: label keys and values, empty ones left out. */
export function applicationDetails(application: Application) {
  const fields: Record<string, string | null> = {
    birth_date: application.birthDate ? isoDay(application.birthDate) : null,
    birth_place: application.birthPlace,
    nationality: application.nationality,
    legal_form: application.legalForm,
    siren: application.siren,
    siret: application.siret,
    representative_name: application.representativeName,
    representative_capacity: application.representativeCapacity,
    email: application.email,
    phone: application.phone,
    street: application.street,
    postcode: application.postcode,
    city: application.city,
    country: application.country,
    iban: application.iban,
    motivation: application.motivation,
  }
  return Object.entries(fields).flatMap(([key, value]) => (value ? [{ key, value }] : []))
}

/** The story as a timeline tells it: a sentence's key and its figures. */
export function applicationEvents({ events }: ApplicationStory) {
  return events.map(({ at, kind, actorLabel, detail }) => ({
    at: at.toISO()!,
    kind,
    actor: actorLabel.replace(/ <.*>$/, ''),
    detail: (detail ?? {}) as Record<string, string>,
  }))
}
