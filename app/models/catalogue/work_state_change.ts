import { WorkStateChangeSchema } from '#database/schema'

/** One step of a work from state to state: who, when and why. Never changed. */
export default class WorkStateChange extends WorkStateChangeSchema {}
