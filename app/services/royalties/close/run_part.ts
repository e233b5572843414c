import db from '@adonisjs/lucid/services/db'
import {
  closeContext,
  type CloseContext,
  type Figures,
} from '#services/royalties/close/close_context'
import { crashPoint } from '#services/royalties/close/crash_point'
import { computeRange } from '#services/royalties/close/compute_range'
import { computeWhole } from '#services/royalties/close/compute_whole'
import { freezeRange } from '#services/royalties/close/freeze_range'
import { freezeWhole } from '#services/royalties/close/freeze_whole'
import { postLedger } from '#services/royalties/close/post_ledger'
import { failStep, finishStep, markStepRunning } from '#services/royalties/close/progress'
import { sealPeriod } from '#services/royalties/close/seal'
import { stateRange, stateWhole } from '#services/royalties/close/state_subjects'
import { assertGuards } from '#services/royalties/close/guards'
import {
  STEPS,
  rangesOf,
  type CloseKey,
  type RangedStep,
  type StepName,
} from '#services/royalties/close/steps'
import type { Clock } from '#values/clock'

const RANGE_WORK: Record<RangedStep, (context: CloseContext, range: number) => Promise<object>> = {
  freeze: freezeRange,
  compute: computeRange,
  statements: stateRange,
}

const WHOLE_WORK: Record<StepName, (context: CloseContext) => Promise<Figures>> = {
  freeze: freezeWhole,
  compute: computeWhole,
  statements: stateWhole,
  post: postLedger,
  seal: sealPeriod,
}

/**
 * Does one range of a step, once: what was done stays done, and of two workers on the same range
 * the second waits and finds it done.
 */
export async function runRange(
  key: CloseKey,
  step: RangedStep,
  range: number,
  clock: Clock
): Promise<void> {
  await guarded(key, step, async () => {
    await db.transaction(async (trx) => {
      const context = await closeContext(key, clock, trx)
      await lockPart(context, `${step}|${range}`)
      if (await isRangeDone(context, step, range)) return
      await requireOrder(context, step)
      const aggregates = await RANGE_WORK[step](context, range)
      await context.client.query(
        `INSERT INTO period_ranges (period, revision, step, range, aggregates, finished_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [key.period, key.revision, step, range, JSON.stringify(aggregates), clock.now().toISO()]
      )
      if (range === CRASH_RANGE) crashPoint(`${step}.range`)
    })
    await markStepRunning(key, step, clock)
  })
}

/** In the tests a worker dies in the middle of the ranges, with some done and some not. */
const CRASH_RANGE = 7

/** Ends a step once all its ranges are done: joins them, checks the books, writes its figures. */
export async function runWhole(key: CloseKey, step: StepName, clock: Clock): Promise<void> {
  await guarded(key, step, async () => {
    const isNew = await db.transaction(async (trx) => {
      const context = await closeContext(key, clock, trx)
      await lockPart(context, step)
      if (await isStepDone(context, step)) return false
      await requireOrder(context, step)
      await requireRanges(context, step)
      const figures = await WHOLE_WORK[step](context)
      await finishStep(context, step, figures)
      crashPoint(`${step}.before_commit`)
      return true
    })
    if (isNew) crashPoint(`${step}.after_commit`)
  })
}

/** A failure stays readable on the month's page; the error goes on to whoever called. */
async function guarded(key: CloseKey, step: StepName, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await failStep(key, step, error)
    throw error
  }
}

async function lockPart({ client, period, revision }: CloseContext, part: string): Promise<void> {
  const name = `royalties|${period}|${revision}|${part}`
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
}

async function isRangeDone(
  { client, period, revision }: CloseContext,
  step: string,
  range: number
) {
  const { rowCount } = await client.query(
    `SELECT 1 FROM period_ranges
      WHERE period = $1 AND revision = $2 AND step = $3 AND range = $4`,
    [period, revision, step, range]
  )
  return rowCount === 1
}

async function isStepDone({ client, period, revision }: CloseContext, step: string) {
  const { rowCount } = await client.query(
    `SELECT 1 FROM period_steps
      WHERE period = $1 AND revision = $2 AND step = $3 AND state = 'done'`,
    [period, revision, step]
  )
  return rowCount === 1
}

async function requireOrder(context: CloseContext, step: StepName): Promise<void> {
  const before = STEPS[STEPS.indexOf(step) - 1]
  if (before && !(await isStepDone(context, before))) {
    throw new Error(`${context.period}: ${step} cannot begin, ${before} is not done`)
  }
}

async function requireRanges(context: CloseContext, step: StepName): Promise<void> {
  const { rows } = await context.client.query(
    `SELECT count(*)::int AS done FROM period_ranges
      WHERE period = $1 AND revision = $2 AND step = $3`,
    [context.period, context.revision, step]
  )
  const total = rangesOf(step).length
  if (rows[0].done !== total) {
    throw new Error(`${context.period}: ${step} has ${rows[0].done} of ${total} ranges done`)
  }
}

/** Holds the books to the invariants before a step begins. */
export async function beginStep(key: CloseKey, step: StepName, clock: Clock): Promise<void> {
  await guarded(key, step, async () => {
    await assertGuards(key.period, step)
    await markStepRunning(key, step, clock)
  })
}
