import { type Findings, named } from '#services/statutes/lint/findings'
import type { GovernanceBody, StatuteSettings } from '#services/statutes/statute_settings'

/** The body that decides where the statutes say "the board". */
const BOARD = 'board'
const TERM_YEARS = 6
const SA_BOARD = { least: 3, most: 18 }
const REVIEW_YEARS = 5
const ACCOUNTS = { approvalMonths: 6, filingMonths: 2 }
const ACCOUNTS_OF = { SA: 'accountsSa', SARL: 'accountsSarl', SAS: 'accountsSas' } as const

/** Who governs, for how long, and the clocks of the year (C31, C32, C35). */
export function lintBodies(settings: StatuteSettings, found: Findings): void {
  const { bodies } = settings
  for (const [at, body] of bodies.entries()) {
    lintBody(body, `bodies.${at}`, found)
    if (bodies.findIndex(({ code }) => code === body.code) !== at) {
      found.error('mandates', `bodies.${at}.code`, 'code_twice', { code: body.code })
    }
  }
  lintBoard(settings, found)
  lintClocks(settings, found)
}

function lintBody(body: GovernanceBody, path: string, found: Findings): void {
  const { labelFr, minSeats, maxSeats, termYears } = body
  if (!labelFr.trim()) found.error('mandates', `${path}.labelFr`, 'label_missing')
  if (termYears < 1 || termYears > TERM_YEARS) {
    found.error('mandates', `${path}.termYears`, 'term_years', {
      ...named(body),
      years: termYears,
      most: TERM_YEARS,
    })
  }
  if (minSeats < 1 || maxSeats < minSeats) {
    found.error('mandates', `${path}.minSeats`, 'seats_invalid', named(body))
  }
}

function lintBoard(settings: StatuteSettings, found: Findings): void {
  const { bodies, identity, admission, capital } = settings
  const at = bodies.findIndex(({ code }) => code === BOARD)
  const board = bodies[at]
  if (!board) {
    if (identity.legalForm === 'SA') found.error('board', 'bodies', 'board_missing')
    if (admission.body === 'board') {
      found.error('admission', 'admission.body', 'deciding_board_missing')
    }
    if (capital.transferRefusal.body === 'board') {
      found.error('transfer', 'capital.transferRefusal.body', 'deciding_board_missing')
    }
    return
  }
  const { least, most } = SA_BOARD
  if (identity.legalForm === 'SA' && (board.minSeats < least || board.maxSeats > most)) {
    found.error('board', `bodies.${at}.minSeats`, 'board_seats', { least, most })
  }
}

function lintClocks({ review, accounts, identity }: StatuteSettings, found: Findings): void {
  if (review.everyYears < 1 || review.everyYears > REVIEW_YEARS) {
    found.error('review', 'review.everyYears', 'review_years', {
      years: review.everyYears,
      most: REVIEW_YEARS,
    })
  }
  if (accounts.approvalMonths < 1 || accounts.approvalMonths > ACCOUNTS.approvalMonths) {
    const figures = { months: accounts.approvalMonths, most: ACCOUNTS.approvalMonths }
    const at = 'accounts.approvalMonths'
    const law = ACCOUNTS_OF[identity.legalForm]
    if (law === 'accountsSas') found.warning(law, at, 'approval_months_usage', figures)
    else found.error(law, at, 'approval_months', figures)
  }
  if (accounts.filingMonths < 1 || accounts.filingMonths > ACCOUNTS.filingMonths) {
    found.error('filing', 'accounts.filingMonths', 'filing_months', {
      months: accounts.filingMonths,
      most: ACCOUNTS.filingMonths,
    })
  }
}
