import { randomBytes } from 'node:crypto'

const RECEIPT_BYTES = 8

/** Sixteen signs in groups of four, to be read aloud; says nothing of the vote. */
export function newReceipt(): string {
  const signs = randomBytes(RECEIPT_BYTES).toString('hex').toUpperCase()
  return signs.match(/.{4}/g)!.join('-')
}
