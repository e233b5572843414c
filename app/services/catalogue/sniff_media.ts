export interface MediaType {
  kind: 'audio' | 'video'
  mimeType: string
  extension: string
}

const MP3: MediaType = { kind: 'audio', mimeType: 'audio/mpeg', extension: 'mp3' }
const FLAC: MediaType = { kind: 'audio', mimeType: 'audio/flac', extension: 'flac' }
const OGG: MediaType = { kind: 'audio', mimeType: 'audio/ogg', extension: 'ogg' }
const WAVE: MediaType = { kind: 'audio', mimeType: 'audio/wav', extension: 'wav' }
const M4A: MediaType = { kind: 'audio', mimeType: 'audio/mp4', extension: 'm4a' }
const MP4: MediaType = { kind: 'video', mimeType: 'video/mp4', extension: 'mp4' }
const WEBM: MediaType = { kind: 'video', mimeType: 'video/webm', extension: 'webm' }

/**
 * What a file is, by its first bytes: neither its name nor what the browser said is believed.
 *
 * @param head the first 64 bytes at least
 * @returns null for anything that the catalogue does not take
 */
export function sniffMedia(head: Uint8Array): MediaType | null {
  const text = (start: number, end: number) =>
    Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1', start, end)
  if (text(0, 3) === 'ID3' || isMpegFrame(head)) return MP3
  if (text(0, 4) === 'fLaC') return FLAC
  if (text(0, 4) === 'OggS') return OGG
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return WAVE
  if (text(4, 8) === 'ftyp') return /^M4[AB] /.test(text(8, 12)) ? M4A : MP4
  // Matroska says which kind it is in its DocType, within the first dozens of bytes.
  if (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3) {
    return text(0, 64).includes('webm') ? WEBM : null
  }
  return null
}

/** An MPEG audio frame of layer III: sync word, then a bit rate and a sample rate that exist. */
function isMpegFrame(head: Uint8Array): boolean {
  if (head.length < 3 || head[0] !== 0xff || (head[1] & 0xe6) !== 0xe2) return false
  return head[2] >> 4 !== 0xf && head[2] >> 4 !== 0 && (head[2] & 0x0c) !== 0x0c
}
