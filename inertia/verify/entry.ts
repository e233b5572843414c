/** What the reader drops: the shape of GET /api/v1/me/statements/:period, or one entry of it. */
export type Entry = {
  statement: Record<string, unknown> & { period: string; kind?: string }
  /** 32 random bytes that keep the leaf from being guessed. */
  salt: string
  /** Sibling hashes from the leaf up to the root. */
  proof: string[]
  chain: { chainId: number; contract: string; revision: number; tx: string | null }
  /** What was published about each step, when the file says so: it tells which one was touched. */
  published?: { statementHash: string; leaf: string; root: string }
}

export type ReadProblem =
  | 'not_json'
  | 'no_statement'
  | 'not_published_yet'
  | 'public_report'
  | 'bad_period'
  | 'bad_salt'
  | 'bad_proof'
  | 'bad_chain'
  | 'bad_published'

export type ReadResult = { ok: true; entries: Entry[] } | { ok: false; problem: ReadProblem }

const HASH = /^0x[0-9a-fA-F]{64}$/
const ADDRESS = /^0x[0-9a-fA-F]{40}$/
const PERIOD = /^[0-9]{4}-(0[1-9]|1[0-2])$/
/** A tree of 2^64 leaves is beyond any month. */
const LONGEST_PROOF = 64

/** Reads the text of a file: one entry, or `{ statements: [entry …] }`. */
export function readEntries(text: string): ReadResult {
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { ok: false, problem: 'not_json' }
  }
  if (!isObject(document)) return { ok: false, problem: 'no_statement' }
  if (document.kind === 'public_report') return { ok: false, problem: 'public_report' }
  const list = Array.isArray(document.statements) ? document.statements : [document]
  if (list.length === 0) return { ok: false, problem: 'no_statement' }
  for (const entry of list) {
    const problem = problemOf(entry)
    if (problem) return { ok: false, problem }
  }
  return { ok: true, entries: list as Entry[] }
}

function problemOf(entry: unknown): ReadProblem | null {
  if (!isObject(entry) || !isObject(entry.statement)) return 'no_statement'
  const { statement, salt, proof, chain, published } = entry
  if (typeof statement.period !== 'string' || !PERIOD.test(statement.period)) return 'bad_period'
  if (chain === null || chain === undefined) return 'not_published_yet'
  if (!isHash(salt)) return 'bad_salt'
  if (!Array.isArray(proof) || proof.length > LONGEST_PROOF || !proof.every(isHash)) {
    return 'bad_proof'
  }
  if (!isChain(chain)) return 'bad_chain'
  if (published !== undefined && !isPublished(published)) return 'bad_published'
  return null
}

function isChain(value: unknown): boolean {
  return (
    isObject(value) &&
    isPositive(value.chainId) &&
    typeof value.contract === 'string' &&
    ADDRESS.test(value.contract) &&
    isPositive(value.revision) &&
    value.revision <= 0xffffffff &&
    (value.tx === null || value.tx === undefined || isHash(value.tx))
  )
}

function isPublished(value: unknown): boolean {
  return isObject(value) && isHash(value.statementHash) && isHash(value.leaf) && isHash(value.root)
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && HASH.test(value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
