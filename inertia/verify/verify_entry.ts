import type { Entry } from './entry.js'
import { documentHash, leafHash, rootFrom, sameHash } from './hashes.js'
import { readChain, type ChainAnswer, type ChainRecord } from './read_chain.js'
import { checkSums } from './sums.js'

/** In the order in which one stands on the other. */
export const STEP_NAMES = [
  'statement',
  'leaf',
  'path',
  'network',
  'record',
  'root',
  'sums',
  'report',
] as const
export type StepName = (typeof STEP_NAMES)[number]
export type StepState = 'ok' | 'failed' | 'unknown'

export type Step = {
  name: StepName
  state: StepState
  /** Why, when it is not plainly right: the key of a sentence in texts.ts. */
  reason?: string
  /** Figures and hashes that the reader can compare; a name is a key of texts.ts. */
  values: { name: string; value: string }[]
}

export type Verification = {
  /** `ok` only when every step from the statement to the chain's root holds. */
  state: StepState
  /** The first step that does not hold, if one does not. */
  failedStep: StepName | null
  steps: Step[]
  record: ChainRecord | null
}

/**
 * Verifies one statement, step by step (rule P25). Runs in a browser, from a file, and in Node.
 *
 * When the file says what was published for each step, every step is checked against it on its
 * own, so that a changed amount, salt or path is found where it was changed. When it does not,
 * the steps are computed one from the other and a change shows at the root.
 *
 * @param options.rpcUrl without it the chain's steps stay unknown
 * @param options.report the public report's document, to check its hash too
 */
export async function verifyEntry(
  entry: Entry,
  options: { rpcUrl?: string; report?: unknown; fetch?: typeof fetch; timeoutMs?: number } = {}
): Promise<Verification> {
  const { steps, root } = offlineSteps(entry)
  const answer = options.rpcUrl
    ? await readChain({
        ...entry.chain,
        period: entry.statement.period,
        rpcUrl: options.rpcUrl,
        fetch: options.fetch,
        timeoutMs: options.timeoutMs,
      })
    : null
  steps.push(...chainSteps(entry, root, answer), sumsStep(entry.statement))
  const record = answer?.kind === 'record' ? answer.record : null
  if (options.report !== undefined) steps.push(reportStep(options.report, record))
  return conclude(steps, record)
}

/** The steps that need nothing but the file. */
export function offlineSteps(entry: Entry): { steps: Step[]; root: string } {
  const { statement, salt, proof, published } = entry
  const computedHash = documentHash(statement)
  const hash = published?.statementHash ?? computedHash
  const computedLeaf = leafHash(statement.period, hash, salt)
  const leaf = published?.leaf ?? computedLeaf
  const computedRoot = rootFrom(leaf, proof)
  const steps = [
    compare('statement', computedHash, published?.statementHash),
    compare('leaf', computedLeaf, published?.leaf),
    compare('path', computedRoot, published?.root),
  ]
  return { steps, root: published?.root ?? computedRoot }
}

function sumsStep(statement: Entry['statement']): Step {
  const checks = checkSums(statement)
  if (!checks) return { name: 'sums', state: 'unknown', reason: 'sums_unknown', values: [] }
  const wrong = checks.filter((check) => check.expected !== check.found)
  if (wrong.length === 0) return { name: 'sums', state: 'ok', values: [] }
  const values = wrong.flatMap((check) => [
    { name: `sum_${check.name}`, value: `${check.expected} ≠ ${check.found}` },
  ])
  return { name: 'sums', state: 'failed', reason: 'sums_wrong', values }
}

function compare(name: 'statement' | 'leaf' | 'path', computed: string, expected?: string): Step {
  const values = [{ name: 'computed', value: computed }]
  if (expected === undefined) return { name, state: 'ok', values }
  values.push({ name: 'published', value: expected })
  if (sameHash(computed, expected)) return { name, state: 'ok', values }
  return { name, state: 'failed', reason: `${name}_differs`, values }
}

function chainSteps(entry: Entry, root: string, answer: ChainAnswer | null): Step[] {
  const where = [
    { name: 'chain_id', value: String(entry.chain.chainId) },
    { name: 'contract', value: entry.chain.contract },
  ]
  const network: Step = { name: 'network', state: 'ok', values: where }
  const record: Step = { name: 'record', state: 'unknown', reason: 'not_read', values: [] }
  const compared: Step = { name: 'root', state: 'unknown', reason: 'not_read', values: [] }

  if (!answer) return [{ ...network, state: 'unknown', reason: 'no_rpc' }, record, compared]
  if (answer.kind === 'unreachable') {
    const values = [...where, { name: 'detail', value: answer.detail }]
    return [{ ...network, state: 'unknown', reason: 'unreachable', values }, record, compared]
  }
  if (answer.kind === 'wrong_chain') {
    const values = [...where, { name: 'answered_chain_id', value: String(answer.chainId) }]
    return [{ ...network, state: 'failed', reason: 'wrong_chain', values }, record, compared]
  }
  if (answer.kind !== 'record') return [network, missingRecord(answer), compared]
  return [
    network,
    {
      name: 'record',
      state: 'ok',
      values: [
        { name: 'period', value: entry.statement.period },
        { name: 'revision', value: String(entry.chain.revision) },
        { name: 'published_at', value: new Date(answer.record.publishedAt * 1000).toISOString() },
      ],
    },
    rootStep(root, answer.record.root),
  ]
}

function missingRecord(answer: Exclude<ChainAnswer, { kind: 'record' }>): Step {
  const waiting = answer.kind === 'not_final' || answer.kind === 'no_finality'
  return {
    name: 'record',
    state: waiting ? 'unknown' : 'failed',
    reason: answer.kind,
    values: 'detail' in answer ? [{ name: 'detail', value: answer.detail }] : [],
  }
}

function rootStep(root: string, onChain: string): Step {
  const values = [
    { name: 'computed', value: root },
    { name: 'on_chain', value: onChain },
  ]
  if (sameHash(root, onChain)) return { name: 'root', state: 'ok', values }
  return { name: 'root', state: 'failed', reason: 'root_differs', values }
}

function reportStep(report: unknown, record: ChainRecord | null): Step {
  const computed = documentHash(report)
  const values = [{ name: 'computed', value: computed }]
  if (!record) return { name: 'report', state: 'unknown', reason: 'not_read', values }
  values.push({ name: 'on_chain', value: record.docHash })
  if (sameHash(computed, record.docHash)) return { name: 'report', state: 'ok', values }
  return { name: 'report', state: 'failed', reason: 'report_differs', values }
}

function conclude(steps: Step[], record: ChainRecord | null): Verification {
  const failedStep = steps.find((step) => step.state === 'failed')?.name ?? null
  // Unknown arithmetic (a form of statement made after this page) does not weaken the proof.
  const open = steps.some((step) => step.state === 'unknown' && step.name !== 'sums')
  return { state: failedStep ? 'failed' : open ? 'unknown' : 'ok', failedStep, steps, record }
}
