/** The shapes of the surplus page; amounts in cents as decimal strings. */
export type AccountsRow = {
  id: string
  openedOn: string
  closedOn: string
  /** Null while the accounts are prepared and wait for the assembly. */
  approvedOn: string | null
  resolution: string | null
  version: number
  capitalCents: string
  reservesCents: string
  carriedLossCents: string
  resultCents: string
  subsidiesCents: string
  employees: number
}

export type AllocationRow = {
  id: string
  state: 'draft' | 'voted' | 'discarded'
  closedOn: string
  legalReserveCents: string
  statutoryReserveCents: string
  interestCents: string
  imputedCents: string
  carriedCents: string
  rateMillipercent: number
  text: string
  resolution: string | null
  resolutionDate: string | null
  createdBy: string
  createdAt: string
}

export type YieldRow = {
  id: string
  year: number
  half: number
  rateMillipercent: number
  source: string
}

export type SimulationView = {
  surplusCents: string
  legalReserveCents: string
  minStatutoryReserveCents: string
  maxInterestCents: string
  statutoryReserveCents: string
  interestCents: string
  imputedCents: string
  carriedCents: string
  rateMillipercent: number
  capMillipercent: number | null
  yields: { year: number; half: number; rateMillipercent: number }[]
  averagePaidUpCents: string
  refusal: string | null
}

/** Thousandths of a percent for a reader: 3802 is « 3,802 % ». */
export function formatRate(millipercent: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 3,
  }).format(millipercent / 100_000)
}

type Parts = Pick<
  AllocationRow,
  'legalReserveCents' | 'statutoryReserveCents' | 'interestCents' | 'imputedCents' | 'carriedCents'
>

/** The lines of an allocation: those of a surplus, or those of a loss. */
export function allocationParts(parts: Parts) {
  const isLoss = parts.imputedCents !== '0' || parts.carriedCents !== '0'
  if (isLoss) {
    return [
      { key: 'imputed', cents: parts.imputedCents, colour: 'causes' },
      { key: 'carried', cents: parts.carriedCents, colour: 'costs' },
    ]
  }
  return [
    { key: 'legal', cents: parts.legalReserveCents, colour: 'costs' },
    { key: 'statutory', cents: parts.statutoryReserveCents, colour: 'causes' },
    { key: 'interest', cents: parts.interestCents, colour: 'artists' },
  ]
}
