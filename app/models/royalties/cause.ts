import { CauseSchema } from '#database/schema'

/** What the contributions' part of the fees may go to. */
export default class Cause extends CauseSchema {}
