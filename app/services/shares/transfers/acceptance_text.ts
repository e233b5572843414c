import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import i18nManager from '@adonisjs/i18n/services/main'
import type ShareTransfer from '#models/shares/share_transfer'
import type { Unsigned } from '#services/shares/signatures/signing_code'
import { sideOf, type Side } from '#services/shares/transfers/transfer_order'
import { requireStatutes } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { isoDay } from '#values/day'
import { canonicalJson, sha256Hex } from '#values/digest'

/** What the taker signs, hashed as RFC 8785 JSON: it names the giver's order by its hash. */
export type TransferAcceptance = {
  document: 'share_transfer_acceptance'
  version: 1
  locale: 'fr' | 'en'
  dated: string
  order: { reference: string | null; sha256: string | null }
  taker: Side
  shares: number
  statutes: { version: number; label: string; body_sha256: string }
  declarations: string[]
}

export type DraftAcceptance = Unsigned & { acceptance: TransferAcceptance }

const DECLARED = ['accepts', 'waits']

/** The acceptance as it reads today, in the language of who signs it. */
export async function buildAcceptance(
  trx: TransactionClientContract,
  transfer: ShareTransfer,
  { locale, clock }: { locale: 'fr' | 'en'; clock: Clock }
): Promise<DraftAcceptance> {
  const statutes = await requireStatutes(clock.now(), trx)
  const i18n = i18nManager.locale(locale)
  const acceptance: TransferAcceptance = {
    document: 'share_transfer_acceptance',
    version: 1,
    locale,
    dated: isoDay(clock.now()),
    order: { reference: transfer.reference, sha256: transfer.orderSha256 },
    taker: await sideOf(trx, transfer.toMemberId),
    shares: transfer.shares,
    statutes: {
      version: statutes.version!,
      label: statutes.label,
      body_sha256: statutes.bodySha256,
    },
    declarations: DECLARED.map((key) =>
      i18n.t(`shares.acceptance.declarations.${key}`, { shares: transfer.shares })
    ),
  }
  const sha256 = sha256Hex(canonicalJson(acceptance))
  return { id: transfer.id, sha256, statuteProfileId: statutes.id, acceptance }
}
