/** A statement keeps the reason of an adjustment in the words of the day it was written. */
const REVERSED = 'Paiement annulé : '
const NO_MOTIVE = 'sans motif'

/** The reason that an adjustment keeps when a settled payment was taken back. */
export function reversalReason(motive: string | null): string {
  return `${REVERSED}${motive ?? NO_MOTIVE}`
}

/**
 * An adjustment's reason in the reader's language. What the program wrote is said in it; what a
 * person wrote stays as written. `t` knows `royalties.statement.reversed` and `reversed_because`.
 */
export function adjustmentWords(
  reason: string,
  t: (key: string, values?: Record<string, string>) => string
): string {
  if (!reason.startsWith(REVERSED)) return reason
  const motive = reason.slice(REVERSED.length)
  if (motive === NO_MOTIVE) return t('royalties.statement.reversed')
  return t('royalties.statement.reversed_because', { motive })
}
