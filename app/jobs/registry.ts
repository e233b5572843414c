import type { JobDefinition } from '#jobs/job'

/** Every job that a worker can run, by name. */
export const jobs: JobDefinition<any>[] = []
