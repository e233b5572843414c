import { createMp3Encoder } from 'wasm-media-encoders'
import { SAMPLE_RATE } from '#services/demo/media/instruments'
import { id3, type Tags } from '#services/demo/media/id3'
import { mix } from '#services/demo/media/mix'
import type { Score } from '#services/demo/media/score'

const BLOCK_SAMPLES = 1152 * 64

/** A score as an MP3 file (stereo, 44.1 kHz, 128 kbit/s) with its title tags. */
export async function renderAudio(score: Score, tags: Tags): Promise<Buffer> {
  const { left, right } = mix(score)
  const encoder = await createMp3Encoder()
  encoder.configure({ sampleRate: SAMPLE_RATE, channels: 2, bitrate: 128 })
  const parts: Buffer[] = [id3(tags)]
  for (let start = 0; start < left.length; start += BLOCK_SAMPLES) {
    const end = Math.min(left.length, start + BLOCK_SAMPLES)
    // The encoder owns the memory it answers with: Buffer.from copies it before the next call.
    parts.push(Buffer.from(encoder.encode([left.subarray(start, end), right.subarray(start, end)])))
  }
  parts.push(Buffer.from(encoder.finalize()))
  return Buffer.concat(parts)
}
