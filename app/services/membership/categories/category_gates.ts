import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** A member holds fewer shares than the categories of a day ask (C07). */
export type ShortOfShares = { least: number; held: number }

type Measure = (
  trx: TransactionClientContract,
  asked: { memberId: string; day: string }
) => Promise<ShortOfShares | null>

let measure: Measure = async () => null

/** The domain of shares says who would hold too few; null for enough, or for none at all. */
export function registerShareMeasure(given: Measure) {
  measure = given
}

/** Asked in the transaction that changed the categories. */
export const shortOfShares: Measure = (trx, asked) => measure(trx, asked)
