import type { CloseWords } from '#transformers/royalties/close_words'
import { stateOfPayouts, type CloseView } from '#services/royalties/queries/close_view'
import type { MonthOnChain } from '#services/royalties/queries/month_publication'
import type { SummaryFigures } from '#services/royalties/queries/summary_figures'

/** What the page of a month's close receives, the same at each poll. */
export function presentClose(view: CloseView, words: CloseWords) {
  const { period, policy, payouts } = view
  const stopped = view.steps.find((step) => step.state === 'failed')
  return {
    period: period.period,
    state: period.state,
    revision: period.revision,
    isOver: view.isOver,
    preparedBy: period.computedByLabel,
    failure: period.failure && words.failureOf(stopped ?? { error: period.failure, refusal: null }),
    /** No voted rule covers the month: it cannot be closed before one does. */
    policyMissing: period.state === 'open' && policy === null,
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
      failure: check.failure && words.brokenCheck(check, check.failure),
      failureDetail: check.failure,
    })),
    approvalsRequired: policy?.approvalsRequired ?? 2,
    approvers: view.approvers,
    publication: view.onChain && presentOnChain(view.onChain, words),
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

function presentOnChain({ refusal, ...onChain }: MonthOnChain, words: CloseWords) {
  const { failure } = onChain
  return {
    ...onChain,
    failure: words.chainFailure({ error: failure, refusal }),
    failureDetail: failure,
  }
}

/** Figures are counts, hashes and decimal strings: all leave as text. */
function textFigures(figures: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, String(value)]))
}
