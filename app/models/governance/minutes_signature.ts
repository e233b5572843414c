import { MinutesSignatureSchema } from '#database/schema'

/** An officer's signature of just one text of the minutes, with its evidence. Written once. */
export default class MinutesSignature extends MinutesSignatureSchema {}
