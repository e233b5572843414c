import SplitLine from '#models/licensing/split_line'

/**
 * The shares that one account's payees hold, those waiting for an answer first. The caller asks
 * the catalogue for the works' titles.
 */
export function listPayeeShares(accountId: string): Promise<SplitLine[]> {
  return SplitLine.query()
    .whereHas('payee', (payees) => payees.where('accountId', accountId))
    .preload('payee')
    .preload('splitSheet')
    .orderByRaw('accepted_at IS NOT NULL, accepted_at DESC, id')
}
