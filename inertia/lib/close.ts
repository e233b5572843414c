import type { MonthTotals, PeriodState } from '~/lib/shapes'

/** What the close page receives; the same shape at each poll. */
export type CloseStep = {
  step: 'freeze' | 'compute' | 'statements' | 'post' | 'seal'
  state: 'waiting' | 'running' | 'done' | 'failed'
  partsDone: number
  partsTotal: number
  /** Decimal strings by name; `…_cents` and `…_micro` are amounts. */
  figures: Record<string, string>
  /** Why it stopped, in the reader's language. */
  error: string | null
  /** The same in the exact words of whatever failed. */
  errorDetail: string | null
}

export type ClosePublication = {
  root: string
  docHash: string
  /** Null until somebody asked for publication. */
  chainState:
    'approved' | 'signed' | 'broadcast' | 'mined' | 'finalized' | 'verified' | 'failed' | null
  tx: string | null
  /** What stands in the way, in the reader's language, and in the exact words. */
  failure: string | null
  failureDetail: string | null
}

export type Approver = {
  accountId: string
  name: string
  capacity: 'treasurer' | 'artists_delegate' | 'subscribers_delegate'
  /** `preparer`: computed the month, so may not approve it. */
  answer: 'approved' | 'waiting' | 'preparer'
  approvedAt: string | null
}

export type ClosePayouts = {
  count: number
  totalCents: string
  state: 'due' | 'exported' | 'paid'
  /** First day on which the payments behind them can no longer be returned; null once past. */
  heldUntil: string | null
  exportUrl: string
}

export type MonthClose = {
  period: string
  state: PeriodState
  revision: number
  isOver: boolean
  preparedBy: string | null
  failure: string | null
  /** No voted rule covers this open month. */
  policyMissing: boolean
  steps: CloseStep[]
  totals: MonthTotals | null
  /** The sentences of checks/ for this month; `failure` says what does not hold. */
  invariants: {
    name: string
    sentence: string
    failure: string | null
    failureDetail: string | null
  }[]
  approvalsRequired: number
  approvers: Approver[]
  publication: ClosePublication | null
  payouts: ClosePayouts | null
}

/** What this reader may do now: policy and state together. */
export type CloseActions = {
  start: boolean
  approve: boolean
  publish: boolean
  exportPayouts: boolean
  recordPayouts: boolean
}

/** True while something moves by itself, so that the page keeps looking. */
export function isMoving(close: MonthClose): boolean {
  const sending = close.publication?.chainState
  const onItsWay = sending && !['verified', 'failed'].includes(sending)
  const computing =
    close.state === 'closing' && !close.steps.some(({ state }) => state === 'failed')
  return computing || (onItsWay && close.state !== 'published' && close.state !== 'paid') || false
}
