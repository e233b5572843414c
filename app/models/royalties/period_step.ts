import { PeriodStepSchema } from '#database/schema'

/** One step of a month's close: how far it is, its figures, why it stopped. */
export default class PeriodStep extends PeriodStepSchema {}
