import royaltiesConfig from '#config/royalties'
import type PeriodStep from '#models/royalties/period_step'

export type StepName = PeriodStep['step']

/** The steps of the close in their order. */
export const STEPS: readonly StepName[] = ['freeze', 'compute', 'statements', 'post', 'seal']

/** Steps whose work is cut by range of subscribers. */
export const RANGED_STEPS = ['freeze', 'compute', 'statements'] as const
export type RangedStep = (typeof RANGED_STEPS)[number]

/** One month's close: which month and which revision of it. */
export type CloseKey = { readonly period: string; readonly revision: number }

export function isRanged(step: StepName): step is RangedStep {
  return (RANGED_STEPS as readonly string[]).includes(step)
}

export function rangesOf(step: StepName): number[] {
  return isRanged(step)
    ? Array.from({ length: royaltiesConfig.rangeCount }, (_, range) => range)
    : []
}

/** A step is done when its ranges are, and then what joins them. */
export function partsOf(step: StepName): number {
  return rangesOf(step).length + 1
}

/** The step after this one; null after the last. */
export function stepAfter(step: StepName): StepName | null {
  return STEPS[STEPS.indexOf(step) + 1] ?? null
}

/** SQL for "the subscriber belongs to this range"; the range is a number, never text from outside. */
export function rangeCondition(column: string, range: number): string {
  const from = `'${range.toString(16)}0000000-0000-0000-0000-000000000000'::uuid`
  if (range === royaltiesConfig.rangeCount - 1) return `${column} >= ${from}`
  return `${column} >= ${from} AND ${column} < '${(range + 1).toString(16)}0000000-0000-0000-0000-000000000000'::uuid`
}
