const BROWSERS: [string, RegExp][] = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrom(e|ium)\//],
  ['Safari', /Safari\//],
]
const SYSTEMS: [string, RegExp][] = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
]

/** "Firefox, Linux": enough for a person to recognise their own device. Null if unknown. */
export function describeAgent(userAgent: string | null): string | null {
  const find = (list: [string, RegExp][]) =>
    list.find(([, sign]) => sign.test(userAgent ?? ''))?.[0]
  const known = [find(BROWSERS), find(SYSTEMS)].filter(Boolean)
  return known.length > 0 ? known.join(', ') : null
}
