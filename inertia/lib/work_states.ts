export const WORK_STATES = [
  'draft',
  'submitted',
  'in_review',
  'postponed',
  'approved',
  'rejected',
  'published',
  'withdrawn',
] as const

export type WorkState = (typeof WORK_STATES)[number]
