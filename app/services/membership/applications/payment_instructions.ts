import QRCode from 'qrcode'
import type Application from '#models/membership/application'
import { paymentDue } from '#services/membership/applications/payment_due'
import { statutesInForce } from '#services/statutes/queries/statutes_in_force'
import type { Clock } from '#values/clock'
import { epcPayload } from '#values/epc_qr'

export type PaymentInstructions = {
  amountCents: string
  reference: string
  holder: string
  /** Null as long as the statutes name no account: the office then writes. */
  iban: string | null
  bic: string | null
  /** A data URL of the picture that a bank's program reads (EPC069-12). */
  qr: string | null
}

/** How an admitted person pays the shares by transfer; null when nothing is due. */
export async function paymentInstructions(
  application: Application,
  clock: Clock
): Promise<PaymentInstructions | null> {
  if (application.state !== 'admitted') return null
  const amountCents = await paymentDue(application)
  if (amountCents === 0n) return null
  const statutes = await statutesInForce(clock.now())
  const { name = '', iban = '', bic = '' } = statutes?.settings.identity ?? {}
  const { reference } = application
  const payload = iban && epcPayload({ name, iban, bic, amountCents, text: reference })
  return {
    amountCents: String(amountCents),
    reference,
    holder: name,
    iban: iban || null,
    bic: bic || null,
    qr: payload ? await QRCode.toDataURL(payload, { errorCorrectionLevel: 'M', margin: 1 }) : null,
  }
}
