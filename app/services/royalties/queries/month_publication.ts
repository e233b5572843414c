import type { StepRefusal } from '#database/column_types'
import type { StatementDocument } from '#services/royalties/statements/documents'

/** Somebody who may approve a month, and what they answered. */
export type MonthApprover = {
  accountId: string
  name: string
  capacity: 'treasurer' | 'artists_delegate' | 'subscribers_delegate'
  /** `preparer`: computed the month, so may not approve it (P21). */
  answer: 'approved' | 'waiting' | 'preparer'
  approvedAt: string | null
}

/** Where a sealed month stands on its way to the public registry; hashes as 0x text. */
export type MonthOnChain = {
  root: string
  docHash: string
  /** Null until somebody asked for publication. */
  chainState:
    'approved' | 'signed' | 'broadcast' | 'mined' | 'finalized' | 'verified' | 'failed' | null
  tx: string | null
  /** What stands in the way: exact words, and the code and figures that a language tells. */
  failure: string | null
  refusal: StepRefusal | null
}

/** What a reader's browser needs to check a statement; an entry of /api/v1/me/statements. */
export type StatementProof = {
  entry: {
    statement: StatementDocument
    salt: string
    proof: string[]
    chain: { chainId: number; contract: string; revision: number; tx: string | null }
    published?: { statementHash: string; leaf: string; root: string }
  }
  rpcUrl: string
  /** How many people approved the month. */
  approvals: number
}

export type MonthKey = { period: string; revision: number }

export interface MonthPublicationSource {
  /** Null while the month is not sealed. */
  onChain(month: MonthKey): Promise<MonthOnChain | null>
  approvers(month: MonthKey, today: string): Promise<MonthApprover[]>
  /** Null while the month is not published, or when the proof was erased. */
  proofOf(subject: {
    kind: 'subscriber' | 'payee'
    subjectId: string
    period: string
  }): Promise<StatementProof | null>
}

const NOTHING_KNOWN: MonthPublicationSource = {
  onChain: async () => null,
  approvers: async () => [],
  proofOf: async () => null,
}

let source = NOTHING_KNOWN

/** Publication stands above royalties: it tells the pages of a month what became public of it. */
export function registerMonthPublication(registered: MonthPublicationSource): void {
  source = registered
}

export function monthPublication(): MonthPublicationSource {
  return source
}
