import { FlowProducer, Queue, Worker, type FlowJob, type IQueueBackend } from 'bullmq'
import type { Logger } from '@adonisjs/core/logger'
import { contextOf, type JobDefinition } from '#jobs/job'
import { QueueBackend } from '#jobs/queue_backend'
import type { ScheduledJob } from '#start/schedule'

const QUEUE_NAME = 'peerfy'
const KEEP_DONE = { count: 500 }

type AnyQueue = Queue<any, any, string, any, any, string, IQueueBackend, object>
type AnyWorker = Worker<any, any, string, IQueueBackend, any, object>

export type QueueOptions = {
  databaseUrl: string
  redisUrl?: string
  logger: Logger
  schema?: string
  lockDurationMs?: number
}

/**
 * BullMQ on PostgreSQL, or on Redis when REDIS_URL is set; the same code on both.
 * Sockets open on first use, never at boot.
 */
export class QueueManager {
  #options: QueueOptions
  #backend: QueueBackend
  #queue?: AnyQueue
  #flows?: FlowProducer<IQueueBackend, object>
  #workers: AnyWorker[] = []

  constructor(options: QueueOptions) {
    this.#options = options
    this.#backend = new QueueBackend(options)
  }

  #base() {
    return { connection: this.#backend.connection() }
  }

  #watch<T extends { on(event: 'error', listener: (error: Error) => void): unknown }>(part: T) {
    part.on('error', (error) => this.#options.logger.warn({ err: error }, 'queue'))
    return part
  }

  get queue() {
    this.#queue ??= this.#watch(new Queue(QUEUE_NAME, this.#base(), this.#backend.factory))
    return this.#queue
  }

  get flows() {
    this.#flows ??= this.#watch(new FlowProducer(this.#base(), this.#backend.factory))
    return this.#flows
  }

  /** Adds a job; the same `jobId` is added once while it is kept. */
  async dispatch<P extends object>(job: JobDefinition<P>, payload: P, jobId?: string) {
    await this.queue.add(job.name, payload, this.jobOptions(job, jobId))
  }

  jobOptions(job: JobDefinition<any>, jobId?: string) {
    return {
      ...(jobId ? { jobId } : {}),
      attempts: job.attempts,
      backoff: { type: 'exponential', delay: job.backoffMs },
      removeOnComplete: jobId ? true : KEEP_DONE,
      removeOnFail: KEEP_DONE,
    }
  }

  /** One node of a flow: a parent runs after all its children. */
  flowNode<P extends object>(job: JobDefinition<P>, payload: P, children: FlowJob[] = []): FlowJob {
    return {
      name: job.name,
      queueName: QUEUE_NAME,
      data: payload,
      opts: { ...this.jobOptions(job), failParentOnFailure: true },
      children,
    }
  }

  async startWorker(jobs: JobDefinition<any>[], concurrency: number) {
    const byName = new Map(jobs.map((job) => [job.name, job]))
    const lockMs = this.#options.lockDurationMs ?? 30_000
    const worker = new Worker(
      QUEUE_NAME,
      async (job) => {
        const definition = byName.get(job.name)
        if (!definition) throw new Error(`no job is named ${job.name}`)
        return definition.handle(job.data, contextOf(job))
      },
      {
        ...this.#base(),
        concurrency,
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        maxStalledCount: 50,
      },
      this.#backend.factory
    )
    this.#watch(worker)
    worker.on('failed', (job, error) =>
      this.#options.logger.error({ err: error, job: job?.name, id: job?.id }, 'job failed')
    )
    await worker.waitUntilReady()
    this.#workers.push(worker)
    return worker
  }

  async applySchedule(schedule: ScheduledJob[]) {
    for (const entry of schedule) {
      await this.queue.upsertJobScheduler(
        entry.name,
        { pattern: entry.cron, tz: 'Europe/Paris' },
        { name: entry.name, data: entry.payload ?? {} }
      )
    }
  }

  async ping() {
    await this.queue.getJobCounts('waiting')
  }

  async close() {
    await Promise.allSettled(this.#workers.map((worker) => worker.close()))
    await Promise.allSettled([this.#queue?.close(), this.#flows?.close()])
    this.#backend.disconnect()
    this.#workers = []
    this.#queue = undefined
    this.#flows = undefined
  }
}
