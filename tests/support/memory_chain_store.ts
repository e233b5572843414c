import type {
  ChainTransaction,
  ChainTransactionStore,
} from '#services/publication/chain/chain_transaction'
import type { ChainTrouble } from '#services/publication/chain/chain_trouble'

/** The state machine's row without a database: for the rules of the machine alone. */
export class MemoryChainStore implements ChainTransactionStore {
  readonly rows = new Map<string, ChainTransaction>()
  readonly failures = new Map<string, ChainTrouble>()
  #queue: Promise<unknown> = Promise.resolve()

  async load(id: string) {
    return structuredClone(this.rows.get(id) ?? null)
  }

  whileHoldingSender<T>(_chainId: number, _sender: string, work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async nextNonce(chainId: number, sender: string) {
    const nonces = [...this.rows.values()]
      .filter((row) => row.chainId === chainId && row.sender === sender)
      .map((row) => row.nonce ?? -1)
    return Math.max(-1, ...nonces) + 1
  }

  addSigned: ChainTransactionStore['addSigned'] = async (id, sender, nonce, signed, feeBumps) => {
    const row = this.rows.get(id)!
    const state = row.state === 'approved' ? 'signed' : row.state
    Object.assign(row, { sender, nonce, feeBumps, state, signed: [...row.signed, signed] })
  }

  markBroadcast: ChainTransactionStore['markBroadcast'] = async (id) => {
    this.rows.get(id)!.state = 'broadcast'
  }

  noteBroadcastError = async () => {}

  markMined: ChainTransactionStore['markMined'] = async (id, mined) => {
    const { minedHash, blockNumber, blockHash } = mined
    Object.assign(this.rows.get(id)!, { state: 'mined', minedHash, blockNumber, blockHash })
  }

  forgetBlock = async (id: string) => {
    const gone = { state: 'broadcast', minedHash: null, blockNumber: null, blockHash: null }
    Object.assign(this.rows.get(id)!, gone)
  }

  markFinalized = async (id: string) => {
    this.rows.get(id)!.state = 'finalized'
  }

  markVerified = async (id: string) => {
    this.rows.get(id)!.state = 'verified'
  }

  markFailed: ChainTransactionStore['markFailed'] = async (id, trouble) => {
    this.rows.get(id)!.state = 'failed'
    this.failures.set(id, trouble)
  }

  retry = async (id: string) => {
    Object.assign(this.rows.get(id)!, { state: 'approved', sender: null, nonce: null, feeBumps: 0 })
  }
}
