import { plainCents } from './money.js'

const LONGEST_NAME = 70
const LONGEST_TEXT = 140

export type EpcTransfer = {
  name: string
  iban: string
  bic?: string | null
  amountCents: bigint
  /** What stands in the transfer's label; the payee finds the payer by it. */
  text: string
}

/**
 * The text of a QR code that a bank's program turns into a transfer (EPC069-12, version 002,
 * UTF-8). The code itself is drawn with error correction M.
 *
 * @throws RangeError for an amount that no transfer carries
 */
export function epcPayload({ name, iban, bic, amountCents, text }: EpcTransfer): string {
  if (amountCents < 1n || amountCents > 99_999_999_999n) {
    throw new RangeError(`${amountCents} cents is not the amount of a transfer`)
  }
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    (bic ?? '').replace(/\s/g, '').toUpperCase(),
    name.slice(0, LONGEST_NAME),
    iban.replace(/\s/g, '').toUpperCase(),
    `EUR${plainCents(amountCents)}`,
    '',
    '',
    text.slice(0, LONGEST_TEXT),
  ].join('\n')
}
