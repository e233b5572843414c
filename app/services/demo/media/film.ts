import { Canvas } from '#services/demo/media/canvas'
import type { PaletteName } from '#services/demo/media/palette'
import { seededRandom } from '#services/demo/media/random'

export const FILM = { width: 480, height: 270, framesPerSecond: 15, seconds: 11 }

/** Five by seven dots a letter; the rows are read from the top, one bit a column. */
const GLYPHS: Record<string, number[]> = {
  P: [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
  A: [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  I: [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  R: [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
  E: [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
  F: [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000],
  Y: [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100],
}
const GRAVE = [
  [1, -3],
  [2, -2],
]

interface Point {
  x: number
  y: number
}

/** Where the dots of a word stand, centred on the picture. `À` is an A with two dots above. */
function dotsOf(word: string, pitch: number): Point[] {
  const width = word.length * 6 - 1
  const left = (FILM.width - (width - 1) * pitch) / 2
  const top = (FILM.height - 6 * pitch) / 2
  const dots: Point[] = []
  ;[...word].forEach((letter, place) => {
    const put = (column: number, row: number) =>
      dots.push({ x: left + (place * 6 + column) * pitch, y: top + row * pitch })
    const rows = GLYPHS[letter === 'À' ? 'A' : letter] ?? []
    rows.forEach((bits, row) => {
      for (let column = 0; column < 5; column++) if (bits & (16 >> column)) put(column, row)
    })
    if (letter === 'À') GRAVE.forEach(([column, row]) => put(column, row))
  })
  return dots
}

const smooth = (value: number) => {
  const t = Math.max(0, Math.min(1, value))
  return t * t * (3 - 2 * t)
}

/**
 * "D'égal à égal": equal dots drift, exchange along lines, gather into "PAIR À PAIR", part, and
 * gather again into "PEERFY". Yields one RGBA frame after the other.
 */
export function* filmFrames(): Generator<Uint8Array> {
  const random = seededRandom('d-egal-a-egal')
  const first = dotsOf('PAIR À PAIR', 6.6)
  const second = dotsOf('PEERFY', 11)
  const colours: PaletteName[] = ['coral', 'coral', 'green', 'blue', 'sand']
  const dots = first.map((home, index) => ({
    home,
    other: second[(index * 7) % second.length],
    colour: random.pick(colours),
    x: random.next() * FILM.width,
    y: random.next() * FILM.height,
    turn: random.next() * 2 * Math.PI,
    reach: 26 + random.next() * 40,
    pace: 0.5 + random.next() * 0.6,
  }))
  const canvas = new Canvas(FILM.width, FILM.height)

  for (let frame = 0; frame < FILM.framesPerSecond * FILM.seconds; frame++) {
    const at = frame / FILM.framesPerSecond
    const toFirst = smooth((at - 1.8) / 1.4) * (1 - smooth((at - 5) / 1.2))
    const toSecond = smooth((at - 6.4) / 1.6)
    const free = (1 - toFirst) * (1 - toSecond)
    const places = dots.map((dot) => {
      const drift = {
        x: dot.x + dot.reach * Math.cos(dot.turn + dot.pace * at),
        y: dot.y + dot.reach * Math.sin(dot.turn + dot.pace * 1.3 * at),
      }
      const x = drift.x + (dot.home.x - drift.x) * toFirst
      const y = drift.y + (dot.home.y - drift.y) * toFirst
      return { x: x + (dot.other.x - x) * toSecond, y: y + (dot.other.y - y) * toSecond }
    })
    canvas.clear('paper')
    if (free > 0.02) exchanges(canvas, places, free)
    places.forEach((place, index) => {
      const radius = 3 + 1.2 * free + 1.4 * toSecond
      canvas.disc(place.x, place.y, radius, toFirst > 0.9 ? 'ink' : dots[index].colour)
    })
    yield canvas.pixels
  }
}

/** A line between every two dots that are near: nobody stands in the middle. */
function exchanges(canvas: Canvas, places: Point[], free: number) {
  for (let one = 0; one < places.length; one += 2) {
    for (let two = one + 2; two < places.length; two += 2) {
      const apart = Math.hypot(places[one].x - places[two].x, places[one].y - places[two].y)
      if (apart > 58) continue
      const opacity = 0.45 * free * (1 - apart / 58)
      canvas.line(places[one].x, places[one].y, places[two].x, places[two].y, 1.4, 'ink', opacity)
    }
  }
}
