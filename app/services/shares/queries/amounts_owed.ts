import QRCode from 'qrcode'
import db from '@adonisjs/lucid/services/db'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import { epcPayload } from '#values/epc_qr'
import type { Clock } from '#values/clock'

/** A transfer that a member has to make, with what the bank asks for; cents as decimal strings. */
export type AmountOwed = {
  kind: 'subscription' | 'call'
  reference: string
  amountCents: string
  dueOn: string | null
  isLate: boolean
  holder: string
  iban: string | null
  bic: string | null
  /** The picture that a bank's program reads (EPC069-12), as a data URL. */
  qr: string | null
}

/** What a member owes now: subscriptions that wait for their money, calls that are open (C08). */
export async function amountsOwed(memberId: string, clock: Clock): Promise<AmountOwed[]> {
  const { rows } = await db.rawQuery(
    `SELECT 'subscription' AS kind, s.reference, s.created_at AS since, null AS due,
            s.first_payment_cents - s.received_cents AS amount
       FROM share_subscriptions s
      WHERE s.member_id = :memberId AND s.state = 'awaiting_payment'
        AND s.received_cents < s.first_payment_cents
      UNION ALL
     SELECT 'call', s.reference, c.created_at, c.due_on::text, c.amount_cents - c.paid_cents
       FROM capital_calls c JOIN share_subscriptions s ON s.id = c.subscription_id
      WHERE s.member_id = :memberId AND c.cancelled_at IS NULL AND c.paid_cents < c.amount_cents
      ORDER BY due NULLS FIRST, since`,
    { memberId }
  )
  if (rows.length === 0) return []
  const statutes = await statutesInForce(clock.now())
  const today = clock.now().toISODate()!
  const { name = '', iban = '', bic = '' } = statutes?.settings.identity ?? {}
  return Promise.all(
    rows.map(async (row: Record<string, any>) => ({
      kind: row.kind,
      reference: row.reference,
      amountCents: String(row.amount),
      dueOn: row.due,
      isLate: row.due !== null && row.due < today,
      holder: name,
      iban: iban || null,
      bic: bic || null,
      qr: iban ? await picture(name, iban, bic, BigInt(row.amount), row.reference) : null,
    }))
  )
}

function picture(name: string, iban: string, bic: string, amountCents: bigint, text: string) {
  const payload = epcPayload({ name, iban, bic, amountCents, text })
  return QRCode.toDataURL(payload, { errorCorrectionLevel: 'M', margin: 1 })
}
