import type Application from '#models/membership/application'
import type StatuteProfile from '#models/statutes/statute_profile'
import {
  declarations,
  declaredConsents,
  type Declared,
} from '#services/membership/applications/declared'
import { legalMention, seatOf } from '#services/statutes/legal_mention'
import { isoDay, type Day } from '#values/day'

type Subscriber = {
  kind: Application['kind']
  given_name: string | null
  family_name: string | null
  birth_date: string | null
  birth_place: string | null
  nationality: string | null
  legal_name: string | null
  legal_form: string | null
  siren: string | null
  siret: string | null
  representative_name: string | null
  representative_capacity: string | null
  email: string
  phone: string | null
  street: string
  postcode: string
  city: string
  country: string
}

/** The subscription bulletin of both sides (C07): what is signed, hashed as RFC 8785 JSON. */
export type Bulletin = {
  document: 'share_subscription_bulletin'
  version: 1
  reference: string
  locale: 'fr' | 'en'
  dated: string
  cooperative: { name: string; legal_mention: string; siren: string; seat: string }
  subscriber: Subscriber
  subscription: {
    category: string
    category_label: string
    shares: number
    nominal_cents: string
    amount_cents: string
    first_payment_cents: string
  }
  statutes: { version: number; label: string; body_sha256: string }
  declarations: string[]
  consents: Declared[]
}

/** The bulletin as it reads on a day; the same application on the same day gives the same bytes. */
export function buildBulletin(
  application: Application,
  statutes: StatuteProfile,
  dated: Day
): Bulletin {
  const { locale, reference } = application
  const { identity, categories } = statutes.settings
  const category = categories.find(({ code }) => code === application.categoryCode)
  return {
    document: 'share_subscription_bulletin',
    version: 1,
    reference,
    locale,
    dated: isoDay(dated),
    cooperative: {
      name: identity.name,
      legal_mention: legalMention(statutes.settings, locale),
      siren: identity.siren,
      seat: seatOf(identity),
    },
    subscriber: subscriberOf(application),
    subscription: {
      category: application.categoryCode,
      category_label:
        (locale === 'en' ? category?.labelEn : category?.labelFr) ?? application.categoryCode,
      shares: application.shares,
      nominal_cents: String(application.nominalCents),
      amount_cents: String(application.amountCents),
      first_payment_cents: String(application.firstPaymentCents),
    },
    statutes: {
      version: statutes.version!,
      label: statutes.label,
      body_sha256: statutes.bodySha256,
    },
    declarations: declarations(application.kind, locale),
    consents: declaredConsents(application, locale),
  }
}

function subscriberOf(application: Application): Subscriber {
  return {
    kind: application.kind,
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
  }
}
