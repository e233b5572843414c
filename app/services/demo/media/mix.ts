import { compose } from '#services/demo/media/compose'
import {
  playDrum,
  playNote,
  SAMPLE_RATE,
  type Drum,
  type Instrument,
} from '#services/demo/media/instruments'
import type { Score } from '#services/demo/media/score'

export interface Stereo {
  left: Float32Array
  right: Float32Array
}

const TAIL_SECONDS = 2.2

/** Plays a score: notes, echo, reverberation, soft limiter. Samples lie within ±0.9. */
export function mix(score: Score): Stereo {
  const stepSeconds = 60 / score.bpm / score.stepsPerBeat
  const seconds = score.bars * score.stepsPerBar * stepSeconds + TAIL_SECONDS
  const length = Math.ceil(seconds * SAMPLE_RATE)
  const dry = { left: new Float32Array(length), right: new Float32Array(length) }
  const { notes, strokes } = compose(score)
  const startOf = (step: number) =>
    Math.round((step + (step % 2 === 1 ? (score.swing ?? 0) : 0)) * stepSeconds * SAMPLE_RATE)

  const played = new Map<string, Float32Array>()
  for (const note of notes) {
    const held = note.hold * stepSeconds
    const samples = remember(played, `${note.instrument}|${note.midi}|${note.hold}`, () =>
      playNote(note.instrument as Instrument, 440 * 2 ** ((note.midi - 69) / 12), held)
    )
    add(dry, samples, startOf(note.step), note.gain, note.pan)
  }
  for (const stroke of strokes) {
    const samples = remember(played, stroke.drum, () => playDrum(stroke.drum as Drum))
    add(dry, samples, startOf(stroke.step), stroke.gain, stroke.drum === 'hat' ? 0.25 : 0)
  }
  if (score.echo) echo(dry, Math.round(score.echo.steps * stepSeconds * SAMPLE_RATE), score.echo)
  reverberate(dry, score.reverb)
  return master(dry)
}

function remember(cache: Map<string, Float32Array>, key: string, make: () => Float32Array) {
  const known = cache.get(key)
  if (known) return known
  const made = make()
  cache.set(key, made)
  return made
}

function add(into: Stereo, samples: Float32Array, start: number, gain: number, pan: number) {
  const toLeft = gain * Math.cos(((pan + 1) * Math.PI) / 4)
  const toRight = gain * Math.sin(((pan + 1) * Math.PI) / 4)
  const count = Math.min(samples.length, into.left.length - start)
  for (let index = 0; index < count; index++) {
    into.left[start + index] += samples[index] * toLeft
    into.right[start + index] += samples[index] * toRight
  }
}

/** Ping-pong: each repeat comes back on the other side. */
function echo(sound: Stereo, delay: number, { feedback, mix: level }: NonNullable<Score['echo']>) {
  const wetLeft = new Float32Array(sound.left.length)
  const wetRight = new Float32Array(sound.left.length)
  for (let index = delay; index < sound.left.length; index++) {
    wetLeft[index] = sound.right[index - delay] + feedback * wetRight[index - delay]
    wetRight[index] = sound.left[index - delay] + feedback * wetLeft[index - delay]
  }
  for (let index = 0; index < sound.left.length; index++) {
    sound.left[index] += level * wetLeft[index]
    sound.right[index] += level * wetRight[index]
  }
}

/** Schroeder's room: parallel combs, then all-passes, a little different on each side. */
function reverberate(sound: Stereo, level: number) {
  const sides: [Float32Array, number][] = [
    [sound.left, 0],
    [sound.right, 23],
  ]
  for (const [samples, spread] of sides) {
    const wet = new Float32Array(samples.length)
    for (const delay of [1557, 1617, 1491, 1422]) comb(samples, wet, delay + spread)
    for (const delay of [225, 556]) allPass(wet, delay + spread)
    for (let index = 0; index < samples.length; index++) samples[index] += level * wet[index]
  }
}

function comb(input: Float32Array, output: Float32Array, delay: number) {
  const line = new Float32Array(delay)
  let damped = 0
  for (let index = 0, cursor = 0; index < input.length; index++) {
    const delayed = line[cursor]
    damped = 0.7 * delayed + 0.3 * damped
    line[cursor] = input[index] * 0.25 + 0.82 * damped
    output[index] += delayed
    cursor = cursor + 1 === delay ? 0 : cursor + 1
  }
}

function allPass(samples: Float32Array, delay: number) {
  const line = new Float32Array(delay)
  for (let index = 0, cursor = 0; index < samples.length; index++) {
    const delayed = line[cursor]
    const value = samples[index] + 0.5 * delayed
    line[cursor] = value
    samples[index] = delayed - 0.5 * value
    cursor = cursor + 1 === delay ? 0 : cursor + 1
  }
}

function master(sound: Stereo): Stereo {
  let energy = 1e-9
  for (let index = 0; index < sound.left.length; index++) {
    energy += sound.left[index] ** 2 + sound.right[index] ** 2
  }
  const gain = 0.2 / Math.sqrt(energy / (2 * sound.left.length))
  const fade = SAMPLE_RATE
  for (const samples of [sound.left, sound.right]) {
    for (let index = 0; index < samples.length; index++) {
      const closing = Math.min(1, (samples.length - index) / fade)
      samples[index] = 0.9 * Math.tanh(samples[index] * gain) * closing
    }
  }
  return sound
}
