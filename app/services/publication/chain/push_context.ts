import type { Wallet } from 'ethers'
import type { ChainClient } from './chain_client.js'
import type { ChainTransactionStore } from './chain_transaction.js'

/** What a publication is pushed with. */
export type PushContext = {
  store: ChainTransactionStore
  /** The first one sends; all of them are read back before the page says "published" (P24). */
  clients: ChainClient[]
  wallet: Wallet
  now(): Date
  limits: {
    /** How long a transaction may wait before more is offered for it. */
    bumpAfterMs: number
    maxBumps: number
    maxFeePerGasWei: bigint
  }
  /** Embedded chain only: nothing is final there unless blocks are mined on purpose. */
  mineToFinality?: () => Promise<void>
}
