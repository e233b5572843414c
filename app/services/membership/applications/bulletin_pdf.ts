import i18nManager from '@adonisjs/i18n/services/main'
import type Application from '#models/membership/application'
import { onOnePage, PdfPage } from '#services/documents/pdf_page'
import type { Bulletin } from '#services/membership/applications/bulletin'
import { countryName } from '#values/countries'
import { formatCents } from '#values/money'
import { dayInWords } from '#values/day'

type Words = (key: string, values?: Record<string, unknown>) => string
type Rows = [label: string, value: string | null][]

const COLUMNS = [{ width: 0.36 }, { width: 0.64 }]
const CONSENTS = [{ width: 0.12 }, { width: 0.88 }]

/** The bulletin on paper, for both sides; the same application gives the same bytes. */
export async function bulletinPdf(application: Application): Promise<Buffer> {
  return onOnePage((dense) => draw(application, dense)).bytes()
}

function draw(application: Application, dense: boolean): PdfPage {
  const bulletin = application.bulletin as Bulletin
  const { locale } = bulletin
  const i18n = i18nManager.locale(locale)
  const t: Words = (key, values) => i18n.t(`membership.application.bulletin.${key}`, values)
  const day = (iso: string) => dayInWords(iso, locale)
  const page = new PdfPage({
    title: `${t('title')} ${bulletin.reference}`,
    locale,
    date: (application.signedAt ?? application.createdAt).toJSDate(),
    footer: bulletin.cooperative.legal_mention,
    pageWord: (number, count) => t('page', { number, count }),
    dense,
  })
  page.header(
    bulletin.cooperative.name,
    t('title'),
    t('below', { reference: bulletin.reference, day: day(bulletin.dated) })
  )
  const write = (rows: Rows) =>
    page.table(
      COLUMNS,
      rows.flatMap(([label, value]) => (value ? [[label, value]] : []))
    )
  page.heading(t('cooperative'))
  page.paragraph(bulletin.cooperative.legal_mention)
  page.heading(t('subscriber'))
  write(subscriberRows(bulletin, t, day))
  page.heading(t('subscription'))
  write(subscriptionRows(bulletin, t))
  page.heading(t('declares'))
  for (const sentence of bulletin.declarations) page.paragraph(`– ${sentence}`)
  page.table(
    CONSENTS,
    bulletin.consents.map(({ given, text }) => [t(given ? 'yes' : 'no'), text])
  )
  writeSignature(page, application, t)
  return page
}

function subscriberRows(
  { subscriber, locale }: Bulletin,
  t: Words,
  day: (iso: string) => string
): Rows {
  const own = subscriber.kind === 'natural'
  const names = `${subscriber.given_name ?? ''} ${subscriber.family_name ?? ''}`.trim()
  const { birth_date: birthDate, birth_place: birthPlace } = subscriber
  const born = birthDate && [day(birthDate), birthPlace].filter(Boolean).join(', ')
  const town = `${subscriber.postcode} ${subscriber.city}`
  const country = countryName(subscriber.country, locale)
  const signer = [subscriber.representative_name, subscriber.representative_capacity]
  return [
    [t('name'), own ? names : subscriber.legal_name],
    [t('legal_form'), subscriber.legal_form],
    [t('siren'), subscriber.siret ?? subscriber.siren],
    [t('born'), born],
    [t('nationality'), subscriber.nationality && countryName(subscriber.nationality, locale)],
    [t('representative'), signer.filter(Boolean).join(', ')],
    [t('address'), `${subscriber.street}, ${town}, ${country}`],
    [t('email'), subscriber.email],
    [t('phone'), subscriber.phone],
  ]
}

function subscriptionRows({ subscription, statutes, locale }: Bulletin, t: Words): Rows {
  const money = (cents: string) => formatCents(cents, locale)
  return [
    [t('category'), subscription.category_label],
    [t('shares'), String(subscription.shares)],
    [t('nominal'), money(subscription.nominal_cents)],
    [t('amount'), money(subscription.amount_cents)],
    [t('first_payment'), money(subscription.first_payment_cents)],
    [t('statutes'), t('version', { version: statutes.version, label: statutes.label })],
  ]
}

/** How it was signed, and the fingerprints by which both sides recognise the text. */
function writeSignature(page: PdfPage, application: Application, t: Words) {
  const { signedAt, evidence, bulletinSha256 } = application
  const { statutes } = application.bulletin as Bulletin
  page.heading(t('signature'))
  if (signedAt && evidence) {
    const { email, address } = evidence as { email: string; address: string }
    const at = signedAt.setZone('Europe/Paris').setLocale(application.locale)
    const moment = at.toFormat("d LLLL yyyy, HH:mm:ss 'UTC'ZZ")
    page.paragraph(t('signed', { moment, email, address, name: application.displayName }))
    page.paragraph(t('accepts'))
  } else {
    page.paragraph(t('unsigned'))
  }
  page.fingerprint(t('bulletin_hash'), bulletinSha256!)
  page.fingerprint(t('statutes_hash'), statutes.body_sha256)
}
