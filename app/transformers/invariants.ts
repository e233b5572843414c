import type { I18n } from '@adonisjs/i18n'
import type { CheckResult } from '#checks/check'
import { closeWords } from '#transformers/royalties/close_words'

/** Where somebody can look into what an invariant is about: its own page, or its domain's. */
const PAGES: Record<string, string> = {
  'catalogue': '/catalogue/office/works',
  'governance': '/governance/office/assemblies',
  'identity': '/identity/office/accounts',
  'ledger': '/ledger/office',
  'licensing': '/catalogue/office/works',
  'membership': '/membership/office/alerts',
  'publication': '/royalties/office/periods',
  'royalties': '/royalties/office/periods',
  'shares': '/shares/office/review',
  'statutes': '/statutes/office/profiles',
  'subscriptions': '/subscriptions/office/payments',
  'tracker': '/royalties/office/periods',
  'royalties.ledger_net': '/ledger/office',
  'royalties.ledger_bank': '/ledger/office',
  'royalties.ledger_owes_balances': '/ledger/office',
  'royalties.ledger_transfers': '/ledger/office',
  'royalties.ledger_only_known': '/ledger/office',
  'subscriptions.in_the_ledger': '/ledger/office',
}

/** Invariants in the reader's words, the failing ones first, each with the page to go to. */
export function invariantLines(results: CheckResult[], i18n: I18n) {
  const words = closeWords(i18n)
  return results
    .map((result) => ({
      name: result.name,
      sentence: words.sentenceOf(result.name, result.sentence),
      failure: result.failure && words.brokenCheck(result, result.failure),
      failureDetail: result.failure,
      href: PAGES[result.name] ?? PAGES[result.name.split('.')[0]] ?? '/office',
    }))
    .sort((one, other) => Number(one.failure === null) - Number(other.failure === null))
}
