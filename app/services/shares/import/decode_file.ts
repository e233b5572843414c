import { err, ok, type Result } from '#values/result'

export type UnreadableFile = 'empty_file' | 'spreadsheet_file' | 'not_text' | 'too_large'
export type FileEncoding = 'utf-8' | 'utf-16' | 'windows-1252'

/** Beyond this a register is taken over by its maker, not by a web page. */
export const MAX_BYTES = 20 * 1024 * 1024

const startsWith = (bytes: Uint8Array, ...signs: number[]) =>
  signs.every((sign, index) => bytes[index] === sign)

/**
 * The text of a file as spreadsheets write it: UTF-8 with or without its mark, UTF-16 with its
 * mark, else Windows-1252, which older French programs still export.
 */
export function decodeFile(
  bytes: Uint8Array
): Result<{ text: string; encoding: FileEncoding }, UnreadableFile> {
  if (bytes.length === 0) return err('empty_file')
  if (bytes.length > MAX_BYTES) return err('too_large')
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    return err('spreadsheet_file')
  }
  const decoded = decode(bytes)
  if (decoded.text.trim() === '') return err('empty_file')
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000e-\u001f]/.test(decoded.text)) return err('not_text')
  return ok(decoded)
}

function decode(bytes: Uint8Array): { text: string; encoding: FileEncoding } {
  if (startsWith(bytes, 0xff, 0xfe)) return read(bytes, 'utf-16le', 'utf-16')
  if (startsWith(bytes, 0xfe, 0xff)) return read(bytes, 'utf-16be', 'utf-16')
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    return read(bytes, 'windows-1252', 'windows-1252')
  }
}

function read(bytes: Uint8Array, label: string, encoding: FileEncoding) {
  return { text: new TextDecoder(label).decode(bytes), encoding }
}
