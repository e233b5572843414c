import { share } from '~/lib/amounts'
import { pixels } from '~/lib/picture'

/** The capital at the end of a month in which it moved; amounts in cents as decimal strings. */
export type CapitalPoint = {
  month: string
  subscribedCents: string
  paidCents: string
  publicCents: string
  floorCents: string
}

type Line = 'subscribedCents' | 'paidCents' | 'floorCents'

export const CHART_WIDTH = 1000
export const CHART_HEIGHT = 300

const monthNumber = (month: string) => {
  const [year, number] = month.split('-').map(Number)
  return year * 12 + number - 1
}

/** Where each point stands from 0 to 1, the last month reaching to the right edge. */
function places(points: CapitalPoint[], until: string): number[] {
  const first = monthNumber(points[0].month)
  const span = Math.max(1, monthNumber(until) + 1 - first)
  return points.map(({ month }) => (monthNumber(month) - first) / span)
}

export function highest(points: CapitalPoint[]): bigint {
  return points.reduce((most, { subscribedCents, floorCents }) => {
    const tall = BigInt(subscribedCents) > BigInt(floorCents) ? subscribedCents : floorCents
    return BigInt(tall) > most ? BigInt(tall) : most
  }, 1n)
}

/** A line of steps: what the capital was stays until it moves. */
export function steps(points: CapitalPoint[], line: Line, until: string): string {
  const most = highest(points)
  const at = places(points, until)
  const parts = points.map((point, index) => {
    const x = pixels(at[index] * CHART_WIDTH)
    const y = pixels((1 - share(point[line], most)) * CHART_HEIGHT)
    return index === 0 ? `M${x} ${y}` : `H${x}V${y}`
  })
  return `${parts.join('')}H${CHART_WIDTH}`
}

/** The same, closed along the bottom, to be filled. */
export function area(points: CapitalPoint[], line: Line, until: string): string {
  return `${steps(points, line, until)}V${CHART_HEIGHT}H0Z`
}

/** The first month of each year, for the axis; at most eight of them. */
export function years(points: CapitalPoint[], until: string): { year: number; left: string }[] {
  const first = monthNumber(points[0].month)
  const span = Math.max(1, monthNumber(until) + 1 - first)
  const from = Math.ceil(first / 12)
  const to = Math.floor(monthNumber(until) / 12)
  const every = Math.max(1, Math.ceil((to - from + 1) / 8))
  const marks: { year: number; place: number }[] = []
  for (let year = from; year <= to; year += every) {
    const place = (year * 12 - first) / span
    if (place < 0.94) marks.push({ year, place })
  }
  // A story that begins within a year still says in which.
  const isFirstFar = marks.length === 0 || marks[0].place > 0.12
  if (isFirstFar) marks.unshift({ year: Math.floor(first / 12), place: 0 })
  return marks.map(({ year, place: at }) => ({ year, left: `${pixels(at * 100)}%` }))
}
