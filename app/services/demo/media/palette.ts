/** The house's colours (fixed sRGB values of the theme's OKLCH ones), for pictures drawn in code. */
export const PALETTE = {
  paper: '#fefbf5',
  ink: '#153536',
  coral: '#f1734d',
  green: '#3ea36a',
  blue: '#4a80b9',
  sand: '#cdbf9f',
} as const

export type PaletteName = keyof typeof PALETTE

export function rgb(name: PaletteName): [number, number, number] {
  const value = Number.parseInt(PALETTE[name].slice(1), 16)
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]
}
