import type { UnitsByEvidence } from '~/lib/shapes'

/** Every use of a line, whatever its kind and how we know of it. */
export function totalUnits(units: UnitsByEvidence): string {
  return Object.values(units)
    .reduce((total, { listening, download }) => total + BigInt(listening) + BigInt(download), 0n)
    .toString()
}

/** Uses by kind and evidence, those of 0 left out. */
export function unitList(units: UnitsByEvidence) {
  return Object.entries(units).flatMap(([evidence, counts]) =>
    (['download', 'listening'] as const)
      .filter((kind) => counts[kind] !== '0')
      .map((kind) => ({ evidence, kind, count: counts[kind] }))
  )
}
