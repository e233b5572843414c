import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import i18nManager from '@adonisjs/i18n/services/main'
import Member from '#models/membership/member'
import MemberDetail from '#models/membership/member_detail'
import { newReference } from '#services/membership/applications/secrets'
import type { Handover } from '#services/shares/transfers/assert_transferable'
import { legalMention, seatOf } from '#services/statutes/legal_mention'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import { canonicalJson, sha256Hex } from '#values/digest'

/** One side by what the register knows them by; addresses stay with the co-operative. */
export type Side = {
  member_id: string
  number: number | null
  name: string
  legal_form: string | null
  siren: string | null
  representative: string | null
}

/** The order of a transfer: what the giver signs, hashed as RFC 8785 JSON. */
export type TransferOrder = {
  document: 'share_transfer_order'
  version: 1
  reference: string
  locale: 'fr' | 'en'
  dated: string
  cooperative: { name: string; legal_mention: string; siren: string; seat: string }
  giver: Side
  taker: Side
  transfer: {
    shares: number
    nominal_cents: string
    amount_cents: string
    /** What the taker pays the giver; null when nothing was said of it. */
    price_cents: string | null
    reason: string | null
  }
  statutes: { version: number; label: string; body_sha256: string }
  declarations: string[]
}

export type DraftOrder = { order: TransferOrder; sha256: string; statuteProfileId: string }

type Asked = Handover & {
  priceCents?: bigint | null
  reason?: string | null
  locale?: 'fr' | 'en'
  /** Whether it is signed here; a paper says in its own words what its giver declares. */
  declares?: boolean
}

const DECLARED = ['orders', 'free', 'counts']

/** The order as it reads today, in the language of who signs it. */
export async function buildTransferOrder(
  trx: TransactionClientContract,
  { fromMemberId, toMemberId, shares, priceCents, reason, locale = 'fr', declares = false }: Asked,
  clock: Clock
): Promise<DraftOrder> {
  const statutes = await requireStatutes(clock.now(), trx)
  const { identity, capital } = statutes.settings
  const nominalCents = BigInt(capital.nominalCents)
  const i18n = i18nManager.locale(locale)
  const order: TransferOrder = {
    document: 'share_transfer_order',
    version: 1,
    reference: newReference('OM'),
    locale,
    dated: isoDay(clock.now()),
    cooperative: {
      name: identity.name,
      legal_mention: legalMention(statutes.settings, locale),
      siren: identity.siren,
      seat: seatOf(identity),
    },
    giver: await sideOf(trx, fromMemberId),
    taker: await sideOf(trx, toMemberId),
    transfer: {
      shares,
      nominal_cents: String(nominalCents),
      amount_cents: String(BigInt(shares) * nominalCents),
      price_cents: priceCents === null || priceCents === undefined ? null : String(priceCents),
      reason: reason ?? null,
    },
    statutes: {
      version: statutes.version!,
      label: statutes.label,
      body_sha256: statutes.bodySha256,
    },
    declarations: declares ? DECLARED.map((key) => i18n.t(`shares.order.declarations.${key}`)) : [],
  }
  return { order, sha256: sha256Hex(canonicalJson(order)), statuteProfileId: statutes.id }
}

/** A side as the order names it, by its newest details. */
export async function sideOf(trx: TransactionClientContract, memberId: string): Promise<Side> {
  const member = await Member.query({ client: trx }).where('id', memberId).firstOrFail()
  const details = await MemberDetail.query({ client: trx })
    .where('memberId', memberId)
    .orderBy('version', 'desc')
    .firstOrFail()
  const signer = [details.representativeName, details.representativeCapacity].filter(Boolean)
  return {
    member_id: member.id,
    number: member.number,
    name: member.displayName,
    legal_form: details.legalForm,
    siren: details.siren,
    representative: signer.join(', ') || null,
  }
}
