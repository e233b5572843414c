import type Account from '#models/identity/account'
import Application from '#models/membership/application'
import Member from '#models/membership/member'
import type StatuteProfile from '#models/statutes/statute_profile'
import { joinRule } from '#services/membership/applications/join_form'
import { proposedCategory } from '#services/membership/queries/proposed_category'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { countriesByName } from '#values/countries'
import { isoDay } from '#values/day'

type Reader = {
  account: Account | null
  /** An unsigned application of this visitor, to begin from. */
  again: string | null
  locale: string
  clock: Clock
}

/** What the form to join shows and begins with; nothing typed twice by who is signed in. */
export async function joinPage({ account, again, locale, clock }: Reader) {
  const statutes = await statutesInForce(clock.now())
  if (!statutes) return { open: 'no_statutes' as const, form: null, mine: null, typed: {} }
  const { form: openTo } = await joinRule(clock)
  const closed = !account && openTo === 'account'
  return {
    open: closed ? ('account_only' as const) : ('open' as const),
    form: formOf(statutes, locale),
    mine: account ? await ownAffairs(account.id) : null,
    typed: await typedBefore({ account, again, statutes }),
  }
}

function formOf({ id, version, label, effectiveOn, settings }: StatuteProfile, locale: string) {
  const english = locale === 'en'
  return {
    statutes: { id, version: version!, label, effectiveOn: isoDay(effectiveOn!) },
    cooperative: settings.identity.name,
    legalForm: settings.identity.legalForm,
    nominalCents: settings.capital.nominalCents,
    paidUpBp: settings.capital.paidUpBp,
    paidUpMonths: settings.capital.paidUpMonths,
    decides: settings.admission.body,
    withinDays: settings.admission.withinDays,
    categories: settings.categories.map((category) => ({
      code: category.code,
      label: english ? category.labelEn : category.labelFr,
      quality: category.quality,
      kinds: category.kinds,
      minShares: category.minShares,
      documents: category.documents
        .filter(({ required }) => required)
        .map(({ labelFr, labelEn }) => (english ? labelEn : labelFr)),
    })),
    countries: countriesByName(locale),
  }
}

/** What the person already is: a second application for the same person would lead nowhere. */
async function ownAffairs(accountId: string) {
  const member = await Member.query()
    .where({ accountId, kind: 'natural' })
    .whereIn('state', ['admitted', 'active'])
    .first()
  const application = await Application.query()
    .where({ accountId, kind: 'natural', state: 'submitted' })
    .first()
  return {
    isMember: member !== null,
    application: application ? { id: application.id, reference: application.reference } : null,
  }
}

type Typed = Record<string, string | number | boolean>

async function typedBefore(from: {
  account: Account | null
  again: string | null
  statutes: StatuteProfile
}): Promise<Typed> {
  const { account, again, statutes } = from
  const before = again ? await Application.find(again) : null
  if (before) return fieldsOf(before)
  if (!account) return {}
  const [given, ...family] = account.fullName.trim().split(/\s+/)
  const { categories } = statutes.settings
  return {
    given_name: given,
    family_name: family.join(' '),
    email: account.email,
    category: (await proposedCategory(account.id, categories)) ?? '',
  }
}

function fieldsOf(application: Application): Typed {
  const isWhole = application.firstPaymentCents === application.amountCents
  const fields: Record<string, string | number | boolean | null> = {
    replaces: application.id,
    kind: application.kind,
    category: application.categoryCode,
    shares: application.shares,
    payment: isWhole ? 'full' : 'part',
    given_name: application.givenName,
    family_name: application.familyName,
    birth_date: application.birthDate ? isoDay(application.birthDate) : null,
    birth_place: application.birthPlace,
    nationality: application.nationality,
    legal_name: application.legalName,
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
    consent_email_notices: application.consentEmailNotices,
    consent_newsletter: application.consentNewsletter,
  }
  const filled = Object.entries(fields).filter(([, value]) => value !== null)
  return Object.fromEntries(filled) as Typed
}
