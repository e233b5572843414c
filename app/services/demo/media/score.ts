import type { Drum, Instrument } from '#services/demo/media/instruments'

export const SCALES = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  harmonic: [0, 2, 3, 5, 7, 8, 11],
} as const

export interface ChordPart {
  instrument: Instrument
  /** One character per step of a bar: a digit is a chord tone, `c` the whole chord, `.` a rest. */
  pattern: string
  /** How long a note is held, in steps. */
  hold: number
  octave: number
  gain: number
  pan: number
}

export interface LeadPart {
  instrument: Instrument
  /** Chance of a note on a weak step (a strong one has about twice this). */
  density: number
  octave: number
  gain: number
  pan: number
  /** First bar in which the melody is heard. */
  from: number
  hold: number
}

/** A short piece: everything that the composer and the mixer need, nothing random left. */
export interface Score {
  seed: string
  bpm: number
  stepsPerBeat: number
  stepsPerBar: number
  bars: number
  /** MIDI note of the first degree. */
  root: number
  scale: keyof typeof SCALES
  /** Scale degree (0-based) on which each bar's chord stands, repeated. */
  progression: readonly number[]
  sevenths?: boolean
  /** Share of a step by which every second step comes late. */
  swing?: number
  chords: readonly ChordPart[]
  lead?: LeadPart
  second?: LeadPart
  drums?: { from: number; gain: number; patterns: Partial<Record<Drum, string>> }
  echo?: { steps: number; feedback: number; mix: number }
  reverb: number
}

export interface NoteEvent {
  instrument: Instrument
  midi: number
  step: number
  hold: number
  gain: number
  pan: number
}

export interface DrumEvent {
  drum: Drum
  step: number
  gain: number
}
