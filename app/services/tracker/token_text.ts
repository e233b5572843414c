import { createHash, createHmac } from 'node:crypto'

/** 26 characters of base32 are 130 bits (P4). */
export const TOKEN_CHARS = 26
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const TOKEN_FORM = /^[a-z2-7]{26}$/

/**
 * The announce token of a subscriber for a work: base32(HMAC-SHA-256(server key,
 * subscriber|work|generation)), first 26 characters. It can be made again at any time from the
 * row that holds its generation, so that nothing but its hash is stored (P4).
 */
export function tokenText(
  key: string,
  of: { subscriberId: string; workId: string; generation: number }
): string {
  const digest = createHmac('sha256', key)
    .update(`${of.subscriberId}|${of.workId}|${of.generation}`)
    .digest()
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of digest) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5 && text.length < TOKEN_CHARS) {
      bits -= 5
      text += ALPHABET[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return text
}

export function isTokenForm(text: string): boolean {
  return TOKEN_FORM.test(text)
}

/** What is stored and looked up in place of the token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
