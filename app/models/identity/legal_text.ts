import { LegalTextSchema } from '#database/schema'

/** One version of a legal text in one language. A correction is a new version. */
export default class LegalText extends LegalTextSchema {}
