import type { RegistryTotals } from '#services/publication/contract/period_registry'
import type { ChainTrouble } from './chain_trouble.js'

/**
 * The life of one publication on the chain (rules 4.4):
 *
 *   approved → signed → broadcast → mined → finalized → verified
 *                          ↑_________|  the block was undone
 *   … → failed → approved               a person looked at it and tries again
 */
export type ChainTransactionState =
  'approved' | 'signed' | 'broadcast' | 'mined' | 'finalized' | 'verified' | 'failed'

export type ChainTransaction = {
  id: string
  state: ChainTransactionState
  chainId: number
  contractAddress: string
  /** YYYY-MM */
  period: string
  revision: number
  /** 0x-prefixed, 32 bytes each: what the approvals are bound to. */
  root: string
  docHash: string
  totals: RegistryTotals
  sender: string | null
  nonce: number | null
  feeBumps: number
  minedHash: string | null
  blockNumber: number | null
  blockHash: string | null
  /** Every signed form, oldest first: any of them may be the one that is mined. */
  signed: SignedTransaction[]
}

export type SignedTransaction = {
  txHash: string
  /** The bytes that are broadcast, again and again if need be. */
  raw: string
  maxFeePerGasWei: bigint
  maxPriorityFeePerGasWei: bigint
  signedAt: Date
  broadcastAt: Date | null
}

/** Where a mined transaction stands. */
export type Mined = {
  minedHash: string
  blockNumber: number
  blockHash: string
  gasUsed: bigint
  gasPriceWei: bigint
}

/** What the chain said when it was read again, from each node asked. */
export type ReadBack = { root: string; docHash: string; nodes: number; finalizedBlock: number }

/**
 * Where the state machine keeps its row (tables chain_transactions, chain_transaction_hashes).
 * Each write is durable when it returns, and moves the state named in its comment.
 */
export interface ChainTransactionStore {
  /** @returns null when there is no such row */
  load(id: string): Promise<ChainTransaction | null>
  /**
   * Runs `work` while no other process works for the same sender on the same chain: two nonces
   * are never taken at once and one row is never pushed twice at once.
   */
  whileHoldingSender<T>(chainId: number, sender: string, work: () => Promise<T>): Promise<T>
  /** One more than the highest nonce of a row of this sender; 0 without any. */
  nextNonce(chainId: number, sender: string): Promise<number>
  /** approved → signed; a fee bump adds a signed form and keeps the state. */
  addSigned(
    id: string,
    sender: string,
    nonce: number,
    signed: SignedTransaction,
    feeBumps: number
  ): Promise<void>
  /** signed → broadcast; broadcast stays. */
  markBroadcast(id: string, txHash: string, at: Date): Promise<void>
  noteBroadcastError(txHash: string, message: string): Promise<void>
  /** broadcast (or approved, for a publication found on the chain) → mined; mined → mined. */
  markMined(id: string, mined: Mined): Promise<void>
  /** mined → broadcast: the block that held it is gone. */
  forgetBlock(id: string): Promise<void>
  /** mined → finalized */
  markFinalized(id: string): Promise<void>
  /** finalized → verified */
  markVerified(id: string, readBack: ReadBack, at: Date): Promise<void>
  /** any → failed */
  markFailed(id: string, trouble: ChainTrouble): Promise<void>
  /** failed → approved, by a person: nonce and fee bumps start anew, the signed forms are kept. */
  retry(id: string): Promise<void>
}
