import { PolicySchema } from '#database/schema'

/** What the members voted for the allocation; versioned, never changed. */
export default class Policy extends PolicySchema {}
