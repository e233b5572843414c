/**
 * BitTorrent sends info-hashes and peer ids as 20 raw bytes, percent-encoded in a query string
 * (BEP 3). They are not text: decoding them as UTF-8 would destroy them.
 */
export const INFOHASH_BYTES = 20

const HEX_40 = /^[0-9a-f]{40}$/i

/**
 * Decodes a percent-encoded value byte for byte. A plus stands for a space, as form encoders write
 * it. Gives null for a broken escape or for a character that no byte can be.
 */
export function percentDecodeBytes(text: string): Buffer | null {
  const bytes = Buffer.allocUnsafe(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x25) {
      const byte = hexPair(text, at + 1)
      if (byte < 0) return null
      bytes[length++] = byte
      at += 2
    } else if (code > 0xff) {
      return null
    } else {
      bytes[length++] = code === 0x2b ? 0x20 : code
    }
  }
  return bytes.subarray(0, length)
}

/** Decodes a percent-encoded value that must be exactly 20 bytes, else null. */
export function percentDecode20(text: string): Buffer | null {
  // 20 bytes take at most 60 characters: longer input is refused before any work.
  if (text.length < INFOHASH_BYTES || text.length > INFOHASH_BYTES * 3) return null
  const bytes = percentDecodeBytes(text)
  return bytes?.length === INFOHASH_BYTES ? bytes : null
}

/** A query value of 20 bytes as 40 lower-case hex digits, else null. */
export function infohashFromQuery(text: string): string | null {
  return percentDecode20(text)?.toString('hex') ?? null
}

/** Percent-encodes every byte, for announce and scrape URLs. */
export function percentEncodeBytes(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += `%${byte.toString(16).padStart(2, '0')}`
  return text
}

/** True for 40 hex digits of either case. */
export function isInfohashHex(text: string): boolean {
  return HEX_40.test(text)
}

/** 40 hex digits as 20 bytes. @throws RangeError for anything else */
export function infohashBytes(hex: string): Buffer {
  if (!isInfohashHex(hex)) throw new RangeError(`"${hex}" is not an info-hash of 40 hex digits`)
  return Buffer.from(hex, 'hex')
}

/** The binary string (latin1) that bittorrent-tracker and bencode use, as lower-case hex. */
export function binaryToHex(binary: string): string {
  return Buffer.from(binary, 'latin1').toString('hex')
}

/** Lower-case hex as the binary string (latin1) that bittorrent-tracker and bencode use. */
export function hexToBinary(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1')
}

function hexPair(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at))
  const low = hexDigit(text.charCodeAt(at + 1))
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

/** The value of a hex digit's character code; -1 for any other, also for the NaN past the end. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code >= 0x41 && code <= 0x46) return code - 0x37
  if (code >= 0x61 && code <= 0x66) return code - 0x57
  return -1
}
