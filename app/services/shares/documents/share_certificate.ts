import db from '@adonisjs/lucid/services/db'
import type Member from '#models/membership/member'
import { certificatePdf } from '#services/documents/certificate_page'
import { signatoryOn } from '#services/documents/signatory'
import { memberStanding } from '#services/membership/queries/member_standing'
import { dayText, type PaperContext } from '#services/shares/documents/pdf_context'
import { holdingOf } from '#services/shares/queries/holding_of'
import { isoDay } from '#values/day'
import { formatCents } from '#values/money'

/**
 * What the register says of a member on a day, as a certificate to sign and keep: shares, amount,
 * paid-up part, and the hash of the member's last movement. Null for whoever holds no share.
 */
export async function shareCertificate(
  member: Member,
  context: PaperContext
): Promise<Buffer | null> {
  const { t, locale, today, settings, house, footer } = context
  const holding = await holdingOf(member.id)
  if (holding.shares === 0 || member.memberSince === null) return null
  const last = await lastMovement(member.id)
  const standing = await memberStanding(member, today)
  const money = (cents: bigint) => formatCents(cents, locale)
  const label = (one: { labelFr: string; labelEn: string } | null) =>
    one ? (locale === 'en' ? one.labelEn : one.labelFr) : '–'
  const unpaid = holding.subscribedCents - holding.paidCents
  const values = {
    shares: holding.shares,
    nominal: money(holding.subscribedCents / BigInt(holding.shares)),
    paid: money(holding.paidCents),
    total: money(holding.subscribedCents),
  }
  return certificatePdf({
    locale,
    date: new Date(`${today}T12:00:00Z`),
    house,
    title: t('shares.certificate.title'),
    number: t('shares.certificate.number', { number: member.number! }),
    opening: t('shares.certificate.opening'),
    name: member.displayName,
    sentences: [
      t('shares.certificate.since', { day: dayText(isoDay(member.memberSince), locale) }),
      t('shares.certificate.holds', values),
      t(unpaid === 0n ? 'shares.certificate.paid' : 'shares.certificate.partly_paid', values),
    ],
    facts: [
      { label: t('shares.certificate.shares'), value: String(holding.shares) },
      { label: t('shares.certificate.amount'), value: money(holding.subscribedCents) },
      { label: t('shares.certificate.category'), value: label(standing.category) },
      { label: t('shares.certificate.college'), value: label(standing.college) },
    ],
    place: t('shares.certificate.place', {
      city: settings?.identity.city || house,
      day: dayText(today, locale),
    }),
    signature: await signatureOf(context),
    fingerprint: {
      label: t('shares.certificate.movement', { number: last.number }),
      value: last.hash,
    },
    note: t('shares.certificate.note'),
    footer,
  })
}

/** Who signs, by the mandates of the day; without one there is room for name and office. */
async function signatureOf({ t, locale, house, today }: PaperContext) {
  const signatory = await signatoryOn(today)
  const office = signatory && (locale === 'en' ? signatory.office.en : signatory.office.fr)
  return {
    for: t('shares.certificate.for', { house }),
    by: signatory ? `${signatory.name}, ${office}` : t('shares.certificate.name_and_office'),
    line: t('shares.certificate.signature'),
  }
}

async function lastMovement(memberId: string): Promise<{ number: string; hash: string }> {
  const { rows } = await db.rawQuery(
    `SELECT number::text AS number, encode(hash, 'hex') AS hash FROM share_movements
      WHERE :memberId IN (from_member_id, to_member_id)
      ORDER BY share_movements.number DESC LIMIT 1`,
    { memberId }
  )
  return rows[0]
}
