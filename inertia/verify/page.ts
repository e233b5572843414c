import { el } from './dom.js'
import { readEntries, type Entry, type ReadProblem } from './entry.js'
import { PAGE } from './page_texts.js'
import { PUBLIC_NODES } from './public_nodes.js'
import { LIMITS, problemSentence, type Locale } from './texts.js'
import { renderEntry, renderVerification } from './page_result.js'
import { verifyEntry, type Verification } from './verify_entry.js'

/** Everything that the page shows follows from this; `show` draws it anew. */
const state = {
  locale: (navigator.language.startsWith('en') ? 'en' : 'fr') as Locale,
  entries: [] as Entry[],
  verifications: [] as Verification[],
  problem: null as ReadProblem | null,
  rpcUrl: proposedNode(),
  rpcProblem: false,
  report: undefined as unknown,
  reportNote: '' as '' | 'reportRead' | 'reportBad',
  busy: false,
}

const page = document.getElementById('page')!

/**
 * A link may propose a node (#rpc=…), and the house that serves this page at /verify its own way to
 * the chain; the reader sees it and may name another. From a disk or a mirror nothing is proposed.
 */
function proposedNode(): string {
  const named = new URLSearchParams(location.hash.slice(1)).get('rpc')
  if (named) return named
  return location.pathname === '/verify' ? `${location.origin}/publication/rpc` : ''
}

async function take(text: string): Promise<void> {
  const read = readEntries(text)
  state.problem = read.ok ? null : read.problem
  state.entries = read.ok ? read.entries : []
  await verify('')
}

async function verify(rpcUrl: string): Promise<void> {
  state.busy = true
  show()
  const options = { rpcUrl, report: state.report }
  state.verifications = await Promise.all(state.entries.map((entry) => verifyEntry(entry, options)))
  state.busy = false
  show()
  document.getElementById('result')?.focus()
}

async function readChain(): Promise<void> {
  state.rpcProblem = !/^https?:\/\/[^\s/]+/i.test(state.rpcUrl.trim())
  if (state.rpcProblem) return show()
  await verify(state.rpcUrl.trim())
}

async function takeReport(file: File | undefined): Promise<void> {
  if (!file) return
  try {
    const report = JSON.parse(await file.text())
    if (report?.kind !== 'public_report') throw new TypeError('not a report')
    state.report = report
    state.reportNote = 'reportRead'
  } catch {
    state.report = undefined
    state.reportNote = 'reportBad'
  }
  await verify(state.rpcUrl.trim())
}

function forget(): void {
  Object.assign(state, { entries: [], verifications: [], report: undefined, reportNote: '' })
  show()
}

function show(): void {
  const texts = PAGE[state.locale]
  document.documentElement.lang = state.locale
  document.title = `${texts.title} – Peerfy`
  page.replaceChildren(
    header(),
    el(
      'main',
      {},
      el('h1', {}, texts.title),
      el('p', {}, texts.intro),
      state.problem &&
        el('p', { class: 'problem', role: 'alert' }, problemSentence(state.problem, state.locale)),
      ...(state.entries.length > 0 ? result() : [picker()]),
      limits()
    )
  )
}

function header(): HTMLElement {
  const change = () => {
    state.locale = state.locale === 'fr' ? 'en' : 'fr'
    show()
  }
  const other = state.locale === 'fr' ? 'en' : 'fr'
  return el(
    'header',
    {},
    el('span', { class: 'brand' }, 'Peerfy'),
    el('button', { class: 'link screen', lang: other, click: change }, PAGE[state.locale].other)
  )
}

function picker(): HTMLElement {
  const texts = PAGE[state.locale]
  const file = el('input', {
    type: 'file',
    id: 'file',
    accept: '.json,application/json',
    hidden: true,
    change: async () => take((await file.files?.[0]?.text()) ?? ''),
  })
  const pasted = el('textarea', { id: 'pasted', spellcheck: 'false', autocomplete: 'off' })
  const zone = el(
    'div',
    { class: 'drop' },
    el('p', {}, texts.drop),
    el('button', { class: 'strong', click: () => file.click() }, texts.choose),
    file,
    el('p', { class: 'quiet' }, texts.example)
  )
  return el(
    'section',
    {},
    zone,
    el('label', { for: 'pasted' }, texts.paste),
    pasted,
    el('div', { class: 'row' }, el('button', { click: () => take(pasted.value) }, texts.read))
  )
}

function result(): HTMLElement[] {
  const { locale, busy } = state
  return [
    el(
      'section',
      { 'id': 'result', 'tabindex': '-1', 'aria-live': 'polite', 'aria-busy': String(busy) },
      ...state.entries.flatMap((entry, index) => {
        const verification = state.verifications[index]
        return [
          renderEntry(entry, locale),
          verification ? renderVerification(verification, locale) : el('p', {}, '…'),
        ]
      })
    ),
    chainForm(),
  ]
}

function chainForm(): HTMLElement {
  const texts = PAGE[state.locale]
  const rpc = el('input', {
    'type': 'url',
    'id': 'rpc',
    'value': state.rpcUrl,
    'placeholder': 'https://',
    'aria-describedby': 'rpc-help',
    'aria-invalid': String(state.rpcProblem),
    'input': () => (state.rpcUrl = rpc.value),
  })
  const report = el('input', {
    type: 'file',
    id: 'report',
    accept: '.json,application/json',
    change: () => takeReport(report.files?.[0]),
  })
  const submit = (event: Event) => {
    event.preventDefault()
    return readChain()
  }
  return el(
    'form',
    { class: 'screen', novalidate: true, submit },
    el('label', { for: 'rpc' }, texts.rpc),
    rpc,
    el('datalist', { id: 'nodes' }, ...publicNodes().map((value) => el('option', { value }))),
    el('p', { id: 'rpc-help', class: 'quiet' }, texts.rpcHelp),
    state.rpcProblem && el('p', { class: 'problem', role: 'alert' }, texts.badUrl),
    el('label', { for: 'report' }, texts.report),
    report,
    state.reportNote !== '' && el('p', { role: 'status' }, texts[state.reportNote]),
    el(
      'div',
      { class: 'row' },
      el(
        'button',
        { class: 'strong', type: 'submit', disabled: state.busy },
        state.busy ? texts.checking : texts.check
      ),
      el('button', { type: 'button', click: () => window.print() }, texts.print),
      el('button', { type: 'button', click: forget }, texts.again)
    )
  )
}

/** Only proposed, never asked by themselves. */
function publicNodes(): string[] {
  return [...new Set(state.entries.flatMap((entry) => PUBLIC_NODES[entry.chain.chainId] ?? []))]
}

function limits(): HTMLElement {
  const items = LIMITS[state.locale].map((sentence) => el('li', {}, sentence))
  return el(
    'section',
    {},
    el('h2', {}, PAGE[state.locale].limits),
    el('ul', { class: 'limits' }, ...items)
  )
}

function mark(over: boolean): void {
  document.querySelector('.drop')?.classList.toggle('over', over)
}

// A file may be dropped anywhere: missing the frame must not make the browser open it.
document.addEventListener('dragover', (event) => {
  event.preventDefault()
  mark(true)
})
document.addEventListener('dragleave', () => mark(false))
document.addEventListener('drop', async (event) => {
  event.preventDefault()
  mark(false)
  const file = event.dataTransfer?.files[0]
  if (file) await take(await file.text())
})
document.addEventListener('paste', async (event) => {
  if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement)
    return
  const text = event.clipboardData?.getData('text')
  if (text) await take(text)
})

show()
