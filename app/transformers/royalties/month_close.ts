import type PeriodStep from '#models/royalties/period_step'
import { stateOfPayouts, type CloseView } from '#services/royalties/queries/close_view'
import type { SummaryFigures } from '#services/royalties/queries/summary_figures'

/** What the page of a month's close receives, the same at each poll. */
export function presentClose(view: CloseView, words: Words) {
  const { period, policy, payouts } = view
  const stopped = view.steps.find((step) => step.state === 'failed')
  return {
    period: period.period,
    state: period.state,
    revision: period.revision,
    isOver: view.isOver,
    preparedBy: period.computedByLabel,
    failure: period.failure && (stopped ? words.failureOf(stopped) : period.failure),
    steps: view.steps.map((step) => ({
      step: step.step,
      state: step.state,
      partsDone: step.partsDone,
      partsTotal: step.partsTotal,
      figures: textFigures(step.figures),
      error: words.failureOf(step),
      errorDetail: step.error,
    })),
    totals: period.summary as SummaryFigures | null,
    invariants: view.invariants.map((check) => ({
      name: check.name,
      sentence: words.sentenceOf(check.name, check.sentence),
      failure: check.failure,
    })),
    approvalsRequired: policy?.approvalsRequired ?? 2,
    approvers: view.approvers,
    publication: view.onChain,
    payouts: period.isClosed
      ? {
          count: payouts.length,
          totalCents: payouts.reduce((sum, payout) => sum + payout.amountCents, 0n).toString(),
          state: stateOfPayouts(payouts),
          heldUntil: view.heldUntil,
          exportUrl: `/royalties/office/close/${period.period}/payouts.csv`,
        }
      : null,
  }
}

type Words = {
  sentenceOf(check: string, english: string): string
  failureOf(step: PeriodStep): string | null
}

/** Figures are counts, hashes and decimal strings: all leave as text. */
function textFigures(figures: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, String(value)]))
}
