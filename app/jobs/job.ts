import type { Job as BullJob } from 'bullmq'

export type JobContext = { id: string; attempt: number; progress(figure: object): Promise<void> }

/**
 * A job carries ids and makes one service call; it may run twice.
 * `attempts` and `backoffMs` are its retry policy (exponential).
 */
export interface JobDefinition<Payload extends object = object> {
  name: string
  attempts: number
  backoffMs: number
  handle(payload: Payload, context: JobContext): Promise<unknown>
}

export function defineJob<Payload extends object>(definition: JobDefinition<Payload>) {
  return definition
}

export function contextOf(job: BullJob): JobContext {
  return {
    id: job.id ?? '',
    attempt: job.attemptsMade + 1,
    progress: (figure) => job.updateProgress(figure),
  }
}
