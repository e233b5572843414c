import type { JobDefinition } from '#jobs/job'
import { royaltiesJobs } from '#jobs/royalties/close_jobs'

/** Every job that a worker can run, by name. */
export const jobs: JobDefinition<any>[] = [...royaltiesJobs]
