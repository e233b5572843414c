import { createHash } from 'node:crypto'
import type Payment from '#models/subscriptions/payment'
import type { Period } from '#values/period'

/** Read aloud and copied by hand: without letters and figures that are taken for one another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const GROUPS = [0, 4, 8]
const GROUP_CHARS = 4

/**
 * The reference of the fee that a subscription owes for a month: the same one whoever asks, so
 * that a month is asked for once by a rail. A person copies a transfer's into their bank; it tells
 * nothing of them (60 bits of a digest).
 */
export function feeReference(
  rail: Payment['rail'],
  subscriptionId: string,
  period: Period
): string {
  const fee = ['fee', subscriptionId, period, ...(rail === 'transfer' ? [] : [rail])].join('|')
  const digest = createHash('sha256').update(fee).digest()
  const groups = GROUPS.map((start) =>
    [...digest.subarray(start, start + GROUP_CHARS)].map((byte) => ALPHABET[byte & 31]).join('')
  )
  return ['PEERFY', period.slice(2).replace('-', ''), ...groups].join('-')
}
