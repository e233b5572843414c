/** A refusal that says what to do; nothing was changed. `code` is its key in the texts. */
export class RoyaltiesError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly figures: Record<string, string | number> = {}
  ) {
    super(message)
    this.name = 'RoyaltiesError'
  }
}

export class UnknownPeriodError extends RoyaltiesError {
  constructor(readonly period: string) {
    super('unknown_period', `${period} has never been opened: there is nothing to close`, {
      period,
    })
  }
}

const WORDS: Record<string, string> = {
  open: 'still open',
  closing: 'being closed',
  computed: 'closed already',
  approved: 'closed and approved already',
  published: 'published already',
  paid: 'published and paid already',
}

export class PeriodStateError extends RoyaltiesError {
  constructor(period: string, state: string, expected: string) {
    super('wrong_state', `${period} is ${WORDS[state]}; this needs it to be ${expected}`, {
      period,
      state,
      expected,
    })
  }
}
