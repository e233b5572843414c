import app from '@adonisjs/core/services/app'
import royaltiesConfig from '#config/royalties'
import { defineJob } from '#jobs/job'
import { QueueManager } from '#jobs/queue'
import { beginStep, runRange, runWhole } from '#services/royalties/close/run_part'
import {
  isRanged,
  rangesOf,
  stepAfter,
  type CloseKey,
  type RangedStep,
  type StepName,
} from '#services/royalties/close/steps'
import { removeParts } from '#services/royalties/files/remove_parts'
import { Clock } from '#values/clock'

type StepPayload = { period: string; revision: number; step: StepName }
type RangePayload = { period: string; revision: number; step: RangedStep; range: number }

const retries = { attempts: royaltiesConfig.jobAttempts, backoffMs: royaltiesConfig.jobBackoffMs }
const clock = () => app.container.make(Clock)

/** One range of a step; any worker on any machine may take it. */
export const closeRange = defineJob<RangePayload>({
  name: 'royalties.close_range',
  ...retries,
  async handle({ period, revision, step, range }) {
    await runRange({ period, revision }, step, range, await clock())
  },
})

/** The end of a step, once all its ranges are done; then the next step begins. */
export const closeWhole = defineJob<StepPayload>({
  name: 'royalties.close_whole',
  ...retries,
  async handle({ period, revision, step }) {
    const key = { period, revision }
    await runWhole(key, step, await clock())
    const next = stepAfter(step)
    if (next) await enqueueStep(key, next)
    else removeParts(key)
  },
})

/** The beginning of a step: checks the books, then spreads its ranges over the workers. */
export const closeStep = defineJob<StepPayload>({
  name: 'royalties.close_step',
  ...retries,
  async handle({ period, revision, step }) {
    const key = { period, revision }
    await beginStep(key, step, await clock())
    const queue = await app.container.make(QueueManager)
    const ranges = rangesOf(step).map((range) =>
      queue.flowNode(closeRange, { ...key, step: step as RangedStep, range })
    )
    await queue.flows.add(
      queue.flowNode(closeWhole, { ...key, step }, isRanged(step) ? ranges : [])
    )
  },
})

/** Puts a step of a close on the queue; twice does no harm, what is done stays done. */
export async function enqueueStep(key: CloseKey, step: StepName): Promise<void> {
  const queue = await app.container.make(QueueManager)
  await queue.dispatch(closeStep, { ...key, step })
}

export const royaltiesJobs = [closeStep, closeRange, closeWhole]
