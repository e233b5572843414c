import type { AllocationSummary } from '#services/royalties/allocation/summary'

/** `summary.json` as the table keeps it: every figure a decimal string. */
export type SummaryFigures = Record<
  Exclude<keyof AllocationSummary, 'period' | 'rule_version'>,
  string
>
