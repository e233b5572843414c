import { ClaimPayeeSchema } from '#database/schema'

/** Who receives what a claim is worth in a member's place; the last version counts. */
export default class ClaimPayee extends ClaimPayeeSchema {}
