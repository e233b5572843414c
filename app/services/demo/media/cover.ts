import { PALETTE, type PaletteName } from '#services/demo/media/palette'
import { seededRandom, type Random } from '#services/demo/media/random'

const TILES = 4
const TILE = 100

/**
 * A square cover as SVG: a grid of discs, quarters, bars and arcs in the house's flat colours. The
 * artist's name gives the ground and the pair of colours, so that an artist's covers look related.
 */
export function drawCover(artistKey: string, workKey: string): string {
  const style = seededRandom(`cover|${artistKey}`)
  const ground: PaletteName = style.pick(['paper', 'ink', 'sand'])
  const tints = (['coral', 'green', 'blue', 'sand', 'ink', 'paper'] as const).filter(
    (name) => name !== ground
  )
  const first = style.pick(tints)
  const second = style.pick(tints.filter((name) => name !== first))
  const random = seededRandom(`cover|${artistKey}|${workKey}`)
  const accent = random.pick(tints.filter((name) => name !== first && name !== second))

  const shapes: string[] = []
  for (let row = 0; row < TILES; row++) {
    for (let column = 0; column < TILES; column++) {
      if (random.chance(0.22)) continue
      const colour = random.chance(0.14) ? accent : random.chance(0.6) ? first : second
      shapes.push(tile(random, column * TILE, row * TILE, PALETTE[colour]))
    }
  }
  const size = TILES * TILE
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" role="img">` +
    `<rect width="${size}" height="${size}" fill="${PALETTE[ground]}"/>${shapes.join('')}</svg>\n`
  )
}

function tile(random: Random, x: number, y: number, colour: string): string {
  const turn = `transform="rotate(${90 * random.integer(4)} ${x + TILE / 2} ${y + TILE / 2})"`
  const shape = random.integer(5)
  if (shape === 0) {
    return `<path d="M${x} ${y}h${TILE}a${TILE} ${TILE} 0 0 1 -${TILE} ${TILE}z" fill="${colour}" ${turn}/>`
  }
  if (shape === 1) {
    return `<circle cx="${x + 50}" cy="${y + 50}" r="${random.pick([50, 38, 22])}" fill="${colour}"/>`
  }
  if (shape === 2) {
    return `<path d="M${x} ${y + 50}a50 50 0 0 1 ${TILE} 0z" fill="${colour}" ${turn}/>`
  }
  if (shape === 3) {
    const bars = [0, 1, 2].map(
      (index) =>
        `<rect x="${x + 6 + index * 33}" y="${y}" width="22" height="${TILE}" fill="${colour}"/>`
    )
    return `<g ${turn}>${bars.join('')}</g>`
  }
  return (
    `<path d="M${x} ${y + 12}a88 88 0 0 1 88 88M${x} ${y + 50}a50 50 0 0 1 50 50" ` +
    `fill="none" stroke="${colour}" stroke-width="16" ${turn}/>`
  )
}
