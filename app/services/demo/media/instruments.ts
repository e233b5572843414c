import { seededRandom } from '#services/demo/media/random'

export const SAMPLE_RATE = 44_100

export const INSTRUMENTS = [
  'pluck',
  'pad',
  'piano',
  'bell',
  'organ',
  'bass',
  'flute',
  'strings',
  'accordion',
  'marimba',
  'chip',
  'brass',
] as const

export type Instrument = (typeof INSTRUMENTS)[number]

const TABLE_SIZE = 8192
const SINE = Float32Array.from({ length: TABLE_SIZE + 1 }, (_, index) =>
  Math.sin((2 * Math.PI * index) / TABLE_SIZE)
)

/** Sine of a phase counted in turns; a table because Math.sin is the hot spot of the synthesis. */
function sine(turns: number): number {
  const position = (turns - Math.floor(turns)) * TABLE_SIZE
  return SINE[position | 0]
}

function saw(turns: number): number {
  return 2 * (turns - Math.floor(turns)) - 1
}

function square(turns: number, width = 0.5): number {
  return turns - Math.floor(turns) < width ? 1 : -1
}

interface Envelope {
  attack: number
  decay: number
  sustain: number
  release: number
}

/** Linear attack, exponential decay towards the sustain level, linear release after `held` seconds. */
function envelope(shape: Envelope, at: number, held: number): number {
  const level = (seconds: number) => {
    if (seconds < shape.attack) return seconds / shape.attack
    return shape.sustain + (1 - shape.sustain) * Math.exp(-(seconds - shape.attack) / shape.decay)
  }
  if (at < held) return level(at)
  return Math.max(0, 1 - (at - held) / shape.release) * level(held)
}

interface Voice {
  shape: Envelope
  /** One sample: `at` seconds since the note began, frequency in hertz. */
  wave(at: number, frequency: number): number
  /** One-pole low-pass, as a multiple of the frequency (absent: no filter). */
  brightness?: (at: number) => number
  gain: number
}

const vibrato = (at: number, depth: number, rate: number) =>
  at < 0.25 ? 0 : depth * sine(rate * at)

const VOICES: Record<Exclude<Instrument, 'pluck'>, Voice> = {
  pad: {
    shape: { attack: 0.45, decay: 2, sustain: 0.85, release: 0.9 },
    wave: (at, f) => saw(f * at) + saw(f * 1.004 * at + 0.3) + saw(f * 0.996 * at + 0.7),
    brightness: (at) => 2.2 + 1.4 * sine(0.13 * at),
    gain: 0.3,
  },
  piano: {
    shape: { attack: 0.004, decay: 0.9, sustain: 0.06, release: 0.3 },
    wave: (at, f) =>
      sine(f * at + 0.22 * Math.exp(-at * 5) * sine(14 * f * at) + 0.12 * sine(f * at)),
    gain: 0.8,
  },
  bell: {
    shape: { attack: 0.003, decay: 0.8, sustain: 0, release: 0.5 },
    wave: (at, f) => sine(f * at + 0.45 * Math.exp(-at * 2.2) * sine(3.51 * f * at)),
    gain: 0.6,
  },
  organ: {
    shape: { attack: 0.012, decay: 1, sustain: 0.9, release: 0.08 },
    wave: (at, f) =>
      sine(f * at) + 0.6 * sine(2 * f * at) + 0.3 * sine(3 * f * at) + 0.22 * sine(4 * f * at),
    gain: 0.4,
  },
  bass: {
    shape: { attack: 0.006, decay: 0.5, sustain: 0.45, release: 0.1 },
    wave: (at, f) => sine(f * at) + 0.35 * saw(f * at),
    brightness: (at) => 3 + 5 * Math.exp(-at * 9),
    gain: 0.8,
  },
  flute: {
    shape: { attack: 0.07, decay: 1, sustain: 0.85, release: 0.14 },
    wave: (at, f) => {
      const turns = f * at + vibrato(at, 0.05, 5.1)
      return sine(turns) + 0.18 * sine(2 * turns) + 0.06 * sine(3 * turns)
    },
    gain: 0.6,
  },
  strings: {
    shape: { attack: 0.16, decay: 2, sustain: 0.9, release: 0.35 },
    wave: (at, f) => {
      const turns = f * at + vibrato(at, 0.07, 5.4)
      return saw(turns) + 0.6 * saw(1.003 * f * at + 0.4)
    },
    brightness: () => 4.5,
    gain: 0.42,
  },
  accordion: {
    shape: { attack: 0.04, decay: 1, sustain: 0.9, release: 0.09 },
    wave: (at, f) => square(f * at, 0.32) + square(f * 1.006 * at, 0.32),
    brightness: () => 6,
    gain: 0.26,
  },
  marimba: {
    shape: { attack: 0.002, decay: 0.22, sustain: 0, release: 0.2 },
    wave: (at, f) => sine(f * at) + 0.32 * Math.exp(-at * 22) * sine(3.93 * f * at),
    gain: 0.85,
  },
  chip: {
    shape: { attack: 0.002, decay: 0.16, sustain: 0.4, release: 0.04 },
    wave: (at, f) => square(f * at, at < 0.05 ? 0.5 : 0.25),
    brightness: () => 12,
    gain: 0.3,
  },
  brass: {
    shape: { attack: 0.035, decay: 0.5, sustain: 0.75, release: 0.1 },
    wave: (at, f) => saw(f * at + vibrato(at, 0.03, 5)) + 0.5 * saw(1.002 * f * at),
    brightness: (at) => 2 + 6 * Math.min(1, at / 0.09) * Math.exp(-at * 1.4),
    gain: 0.42,
  },
}

/** One note as mono samples, its tail included. `held` in seconds. */
export function playNote(instrument: Instrument, frequency: number, held: number): Float32Array {
  if (instrument === 'pluck') return pluck(frequency, held)
  const voice = VOICES[instrument]
  const length = Math.ceil((held + voice.shape.release) * SAMPLE_RATE)
  const samples = new Float32Array(length)
  let filtered = 0
  let smoothing = 1
  for (let index = 0; index < length; index++) {
    const at = index / SAMPLE_RATE
    let value = voice.wave(at, frequency)
    if (voice.brightness) {
      if (index % 32 === 0) {
        const cutoff = Math.min(16_000, frequency * voice.brightness(at))
        smoothing = 1 - Math.exp((-2 * Math.PI * cutoff) / SAMPLE_RATE)
      }
      filtered += smoothing * (value - filtered)
      value = filtered
    }
    samples[index] = value * voice.gain * envelope(voice.shape, at, held)
  }
  return samples
}

/** Karplus-Strong: a burst of noise in a delay line that loses its high partials as it turns. */
function pluck(frequency: number, held: number): Float32Array {
  const random = seededRandom(`pluck|${frequency.toFixed(3)}`)
  const period = Math.max(2, Math.round(SAMPLE_RATE / frequency))
  const line = new Float32Array(period)
  let previous = 0
  for (let index = 0; index < period; index++) {
    previous = 0.5 * previous + 0.5 * (random.next() * 2 - 1)
    line[index] = previous
  }
  const ring = held + 0.9
  const length = Math.ceil(ring * SAMPLE_RATE)
  const samples = new Float32Array(length)
  const loss = 0.9965
  for (let index = 0; index < length; index++) {
    const cursor = index % period
    const value = line[cursor]
    line[cursor] = loss * 0.5 * (value + line[(cursor + 1) % period])
    samples[index] = value * 1.7 * Math.min(1, (length - index) / (0.25 * SAMPLE_RATE))
  }
  return samples
}

export type Drum = 'kick' | 'snare' | 'hat' | 'clap' | 'shaker' | 'wood'

/** One stroke as mono samples. */
export function playDrum(drum: Drum): Float32Array {
  const random = seededRandom(`drum|${drum}`)
  const seconds = { kick: 0.32, snare: 0.2, hat: 0.06, clap: 0.18, shaker: 0.08, wood: 0.09 }[drum]
  const length = Math.ceil(seconds * SAMPLE_RATE)
  const samples = new Float32Array(length)
  let low = 0
  for (let index = 0; index < length; index++) {
    const at = index / SAMPLE_RATE
    const noise = random.next() * 2 - 1
    low += 0.25 * (noise - low)
    const bright = noise - low
    switch (drum) {
      case 'kick':
        samples[index] = 1.1 * sine(48 * at + 5.5 * (1 - Math.exp(-at * 26))) * Math.exp(-at * 11)
        break
      case 'snare':
        samples[index] = (0.55 * noise + 0.5 * sine(190 * at)) * Math.exp(-at * 22)
        break
      case 'hat':
        samples[index] = 0.4 * bright * Math.exp(-at * 75)
        break
      case 'clap':
        samples[index] = 0.7 * bright * Math.exp(-(at < 0.024 ? at % 0.012 : at - 0.024) * 38)
        break
      case 'shaker':
        samples[index] = 0.3 * bright * Math.sin(Math.PI * Math.min(1, at / seconds))
        break
      case 'wood':
        samples[index] = 0.6 * (sine(880 * at) + 0.5 * sine(1320 * at)) * Math.exp(-at * 60)
        break
    }
  }
  return samples
}
