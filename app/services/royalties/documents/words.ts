import type { UnitsByEvidence } from '#services/royalties/statements/documents'

/** The reader's language, and what became public of the month; none of it is in the statement. */
export type PdfContext = {
  locale: 'fr' | 'en'
  t: (key: string, values?: Record<string, string | number>) => string
  /** Who signs the paper, by the statutes of that month; null before the first. */
  mention: string | null
  /** The statement's SHA-256, as hex. */
  sha256: string
  /** Where a phone checks it: the verifier, with the month and the fingerprint. */
  verifyAddress: string
  /** Recordings' own numbers by work, as the catalogue has them. */
  isrcs: Record<string, string>
  /** YYYY-MM-DD; null while the month is not published. */
  publishedOn: string | null
  registry: { contract: string; revision: number; tx: string | null; root: string | null } | null
}

/** Basis points for a reader: `3333` is « 33,33 % ». */
export function percent(basisPoints: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  return format.format(Number(basisPoints) / 10_000)
}

/** Uses in words, by kind and by how we know of them. */
export function unitsText(units: UnitsByEvidence, { t }: PdfContext): string {
  return Object.entries(units)
    .flatMap(([evidence, counts]) =>
      (['download', 'listening'] as const)
        .filter((kind) => counts[kind] !== '0')
        .map((kind) =>
          t(`royalties.units.${kind}_${evidence}`, {
            count: Number(counts[kind]),
            shown: counts[kind],
          })
        )
    )
    .join(', ')
}

/** A part of a whole as the length of a bar; a picture, not a figure. */
export function shareOf(part: bigint, whole: bigint): number {
  return whole <= 0n || part <= 0n ? 0 : Number((part * 10_000n) / whole) / 10_000
}
