import { ClaimValuationSchema } from '#database/schema'

/** What a claim is worth by which accounts; the last version counts (C14). */
export default class ClaimValuation extends ClaimValuationSchema {}
