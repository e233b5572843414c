import Application from '#models/membership/application'
import type Member from '#models/membership/member'
import MemberDetail from '#models/membership/member_detail'
import { buildBulletin, type Bulletin } from '#services/membership/applications/bulletin'
import { firstPayment, type PaymentChoice } from '#services/membership/applications/first_payment'
import { newReference } from '#services/membership/applications/secrets'
import { memberStanding } from '#services/membership/queries/member_standing'
import type { Unsigned } from '#services/shares/signatures/signing_code'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { canonicalJson, sha256Hex } from '#values/digest'
import { newId } from '#values/id'

export type DraftBulletin = Unsigned & { bulletin: Bulletin }

type Asked = {
  member: Member
  shares: number
  payment: PaymentChoice
  locale: 'fr' | 'en'
  clock: Clock
}

/** The bulletin of a member who takes more shares: nothing of what is known is asked again (C07). */
export async function draftMoreShares({
  member,
  shares,
  payment,
  locale,
  clock,
}: Asked): Promise<DraftBulletin> {
  const now = clock.now()
  const statutes = await requireStatutes(now)
  const { capital } = statutes.settings
  const details = await MemberDetail.query()
    .where('memberId', member.id)
    .orderBy('version', 'desc')
    .firstOrFail()
  const { category } = await memberStanding(member, now)
  const nominalCents = BigInt(capital.nominalCents)
  const amountCents = BigInt(shares) * nominalCents
  const form = new Application().fill({
    ...personOf(details),
    kind: member.kind,
    reference: newReference(),
    categoryCode: category?.code ?? '',
    shares,
    nominalCents,
    firstPaymentCents: firstPayment(amountCents, payment, capital.paidUpBp),
    locale,
    consentEmailNotices: false,
    consentNewsletter: false,
  })
  const bulletin = { ...buildBulletin(form, statutes, now), consents: [] }
  return {
    id: newId(),
    bulletin,
    sha256: sha256Hex(canonicalJson(bulletin)),
    statuteProfileId: statutes.id,
  }
}

function personOf(details: MemberDetail) {
  const { givenName, familyName, birthDate, birthPlace, nationality } = details
  const { legalName, legalForm, siren, siret } = details
  const { representativeName, representativeCapacity } = details
  const { email, phone, street, postcode, city, country } = details
  return {
    ...{ givenName, familyName, birthDate, birthPlace, nationality },
    ...{ legalName, legalForm, siren, siret, representativeName, representativeCapacity },
    ...{ email, phone, street, postcode, city, country },
  }
}
