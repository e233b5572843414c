import { seededRandom } from '#services/demo/media/random'
import {
  SCALES,
  type ChordPart,
  type DrumEvent,
  type LeadPart,
  type NoteEvent,
  type Score,
} from '#services/demo/media/score'
import type { Drum } from '#services/demo/media/instruments'

/** Turns a score into notes and strokes; the same score always gives the same ones. */
export function compose(score: Score): { notes: NoteEvent[]; strokes: DrumEvent[] } {
  const notes = score.chords.flatMap((part) => chordNotes(score, part))
  if (score.lead) notes.push(...melody(score, score.lead, 'lead'))
  if (score.second) notes.push(...melody(score, score.second, 'second'))
  notes.push(...lastChord(score))
  return { notes, strokes: strokes(score) }
}

function degreeToMidi(score: Score, degree: number, octave: number): number {
  const scale = SCALES[score.scale]
  const turn = Math.floor(degree / scale.length)
  return score.root + 12 * (octave + turn) + scale[degree - turn * scale.length]
}

function chordDegrees(score: Score, bar: number): number[] {
  const base = score.progression[bar % score.progression.length]
  return score.sevenths ? [base, base + 2, base + 4, base + 6] : [base, base + 2, base + 4]
}

function chordNotes(score: Score, part: ChordPart): NoteEvent[] {
  const notes: NoteEvent[] = []
  for (let bar = 0; bar < score.bars - 1; bar++) {
    const chord = chordDegrees(score, bar)
    for (let step = 0; step < score.stepsPerBar; step++) {
      const sign = part.pattern[step % part.pattern.length]
      if (sign === '.') continue
      const degrees = sign === 'c' ? chord : [chordTone(chord, Number(sign))]
      for (const degree of degrees) {
        notes.push({
          instrument: part.instrument,
          midi: degreeToMidi(score, degree, part.octave),
          step: bar * score.stepsPerBar + step,
          hold: part.hold,
          gain: (part.gain / Math.sqrt(degrees.length)) * (step === 0 ? 1.1 : 1),
          pan: part.pan,
        })
      }
    }
  }
  return notes
}

/** Chord tones beyond the chord go on one octave higher. */
function chordTone(chord: number[], index: number): number {
  return chord[index % chord.length] + 7 * Math.floor(index / chord.length)
}

/** Two-bar phrases in the order A A' B A: a tune one can recognise rather than a random walk. */
function melody(score: Score, part: LeadPart, name: string): NoteEvent[] {
  const phrases = [phrase(score, part, `${name}|a`), phrase(score, part, `${name}|b`)]
  const order = [0, 0, 1, 0]
  const notes: NoteEvent[] = []
  for (let bar = part.from; bar < score.bars - 1; bar++) {
    const index = bar - part.from
    const { onsets, moves } = phrases[order[Math.floor(index / 2) % order.length]]
    const chord = chordDegrees(score, bar)
    let degree = chord[0] + 2 * (index % 2)
    for (const onset of onsets.filter((at) => Math.floor(at / score.stepsPerBar) === index % 2)) {
      const within = onset % score.stepsPerBar
      degree = within % score.stepsPerBeat === 0 ? nearestTone(chord, degree) : degree
      notes.push({
        instrument: part.instrument,
        midi: degreeToMidi(score, degree, part.octave),
        step: bar * score.stepsPerBar + within,
        hold: part.hold,
        gain: part.gain * (within === 0 ? 1.1 : 0.92),
        pan: part.pan,
      })
      degree += moves[onset]
    }
  }
  return notes
}

function phrase(score: Score, part: LeadPart, name: string) {
  const random = seededRandom(`${score.seed}|${name}`)
  const length = 2 * score.stepsPerBar
  const onsets: number[] = []
  const moves: number[] = []
  for (let step = 0; step < length; step++) {
    const strong = step % score.stepsPerBeat === 0
    if (step === 0 || random.chance(Math.min(0.95, part.density * (strong ? 2 : 1)))) {
      onsets.push(step)
    }
    moves.push(random.pick([-2, -1, -1, 1, 1, 2, 0]))
  }
  return { onsets, moves }
}

function nearestTone(chord: number[], degree: number): number {
  const candidates = chord.flatMap((tone) => [tone - 7, tone, tone + 7])
  return candidates.reduce((best, tone) =>
    Math.abs(tone - degree) < Math.abs(best - degree) ? tone : best
  )
}

/** The last bar rests on the first chord, so that a short piece ends instead of stopping. */
function lastChord(score: Score): NoteEvent[] {
  const step = (score.bars - 1) * score.stepsPerBar
  return score.chords.flatMap((part) =>
    [0, 2, 4].map((degree) => ({
      instrument: part.instrument,
      midi: degreeToMidi(score, degree, part.octave),
      step,
      hold: score.stepsPerBar * 0.9,
      gain: part.gain * 0.6,
      pan: part.pan,
    }))
  )
}

function strokes(score: Score): DrumEvent[] {
  if (!score.drums) return []
  const { from, gain, patterns } = score.drums
  const events: DrumEvent[] = []
  for (const [drum, pattern] of Object.entries(patterns) as [Drum, string][]) {
    for (let step = from * score.stepsPerBar; step < (score.bars - 1) * score.stepsPerBar; step++) {
      const sign = pattern[step % pattern.length]
      if (sign === '.') continue
      events.push({ drum, step, gain: gain * (sign === 'X' ? 1 : 0.65) })
    }
  }
  return events
}
