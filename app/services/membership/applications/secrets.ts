import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import env from '#start/env'
import { sha256Hex } from '#values/digest'

const CODE_DIGITS = 6
/** Without the signs that are taken for one another when a reference is read aloud. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

const keyed = (text: string) => createHmac('sha256', env.get('APP_KEY').release()).update(text)

/** Six digits for one signature. */
export function newCode(): string {
  return randomInt(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, '0')
}

/** A code is good for one application and one text only: both are in what is kept of it. */
export function codeHash(applicationId: string, bulletinSha256: string, code: string): string {
  return keyed(`application code|${applicationId}|${bulletinSha256}|${code}`).digest('hex')
}

/** Compared in a time that says nothing about where they differ. */
export function sameHash(kept: string, tried: string): boolean {
  return kept.length === tried.length && timingSafeEqual(Buffer.from(kept), Buffer.from(tried))
}

/**
 * The secret of the link that leads an applicant back (256 bits). It is computed, not kept: every
 * mail can carry it, and the table holds only its hash.
 */
export function accessToken(applicationId: string): string {
  return keyed(`application link|${applicationId}`).digest('base64url')
}

export function accessTokenHash(token: string): string {
  return sha256Hex(token)
}

/** What people quote and write into a transfer: `PS-7KQ4-XM2D`; `OM-…` for an order of the register. */
export function newReference(of: 'PS' | 'OM' = 'PS'): string {
  const signs = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)])
  return `${of}-${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`
}
