import { el } from './dom.js'
import type { Entry } from './entry.js'
import { PAGE } from './page_texts.js'
import { stepSentence, stepTitle, valueLabel, type Locale } from './texts.js'
import type { Step, Verification } from './verify_entry.js'

const MARKS = { ok: '✓', failed: '✗', unknown: '?' }

/** Whose statement, of which month, and where it says it was published. */
export function renderEntry(entry: Entry, locale: Locale): HTMLElement {
  const texts = PAGE[locale]
  const { kind, period } = entry.statement
  const name = kind === 'subscriber' || kind === 'payee' ? texts.kinds[kind] : texts.kinds.other
  const { chainId, contract, revision, tx } = entry.chain
  return el(
    'div',
    {},
    el('h2', {}, `${name}, ${monthName(period, locale)}`),
    el(
      'dl',
      {},
      ...term(texts.revision, String(revision)),
      ...term(texts.chain, String(chainId)),
      ...term(texts.registry, contract),
      ...(tx ? term(texts.transaction, tx) : [])
    )
  )
}

export function renderVerification(verification: Verification, locale: Locale): HTMLElement {
  const texts = PAGE[locale]
  const failed = verification.steps.find((step) => step.name === verification.failedStep)
  const verdict = failed
    ? `${texts.failed}${stepTitle(failed, locale)}. ${stepSentence(failed, locale)}`
    : texts[verification.state]
  return el(
    'div',
    {},
    el(
      'p',
      { 'class': `verdict ${verification.state}`, 'data-verdict': verification.state },
      verdict
    ),
    el('ol', { class: 'steps' }, ...verification.steps.map((step) => renderStep(step, locale)))
  )
}

function renderStep(step: Step, locale: Locale): HTMLElement {
  const texts = PAGE[locale]
  return el(
    'li',
    { 'data-step': step.name, 'data-state': step.state },
    el('span', { 'class': `mark ${step.state}`, 'aria-hidden': 'true' }, MARKS[step.state]),
    el(
      'div',
      {},
      el('h3', {}, stepTitle(step, locale)),
      el(
        'p',
        {},
        el('span', { class: `state ${step.state}` }, `${texts.states[step.state]}. `),
        stepSentence(step, locale)
      ),
      step.values.length > 0 &&
        el(
          'details',
          { open: step.state === 'failed' },
          el('summary', {}, texts.values),
          el(
            'dl',
            {},
            ...step.values.flatMap(({ name, value }) => term(valueLabel(name, locale), value))
          )
        )
    )
  )
}

function term(name: string, value: string): HTMLElement[] {
  return [el('dt', {}, name), el('dd', {}, value)]
}

function monthName(period: string, locale: Locale): string {
  const [year, month] = period.split('-').map(Number)
  const format = new Intl.DateTimeFormat(locale, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return format.format(Date.UTC(year!, month! - 1, 1))
}
