import type { readerMonth } from '#services/royalties/queries/reader_month'

type Month = Awaited<ReturnType<typeof readerMonth>>

/** What both a subscriber's and a payee's month page begin with. */
export function monthPage({ state, publishedAt, proof }: Month, period: string, periods: string[]) {
  const known = periods.includes(period) ? periods : [...periods, period].sort().reverse()
  return { period, periods: known, state, publishedAt, proof }
}
