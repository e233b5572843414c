import { Contract, Wallet, id as keccakId } from 'ethers'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChainClient, registryInterface } from '#services/publication/chain/chain_client'
import { deployRegistry } from '#services/publication/chain/deploy_registry'
import type { ChainTransaction } from '#services/publication/chain/chain_transaction'
import type { PushContext } from '#services/publication/chain/push_context'
import { pushTransaction } from '#services/publication/chain/push_transaction'
import { compileContract } from '#services/publication/contract/compile_contract'
import { startAnvil, type Anvil } from '#tests/support/anvil'
import { MemoryChainStore } from '#tests/support/memory_chain_store'
import { startRpcProxy } from '#tests/support/rpc_proxy'

const GWEI = 1_000_000_000n
const CACHE = join(tmpdir(), 'peerfy-contract-cache')

/**
 * A chain with a registry, a node that can lose calls in front of it, a second node, and one
 * publisher (account 1) about to publish. Time stands still until a test moves it.
 */
export class ChainScene {
  readonly store = new MemoryChainStore()
  time = Date.parse('2026-11-02T09:00:00Z')
  context!: PushContext
  contract!: string
  readonly #clients: ChainClient[] = []

  private constructor(
    readonly anvil: Anvil,
    readonly proxy: Awaited<ReturnType<typeof startRpcProxy>>
  ) {}

  static async open(): Promise<ChainScene> {
    const anvil = await startAnvil()
    const scene = new ChainScene(anvil, await startRpcProxy(anvil.rpcUrl))
    scene.contract = await scene.deployOn(anvil)
    scene.context = {
      store: scene.store,
      clients: [scene.client(scene.proxy.rpcUrl), scene.client(anvil.rpcUrl)],
      wallet: new Wallet(anvil.privateKey(1)),
      now: () => new Date(scene.time),
      limits: { bumpAfterMs: 60_000, maxBumps: 5, maxFeePerGasWei: 100n * GWEI },
      mineToFinality: () => anvil.mine(3),
    }
    return scene
  }

  async deployOn(anvil: Anvil): Promise<string> {
    const artefact = await compileContract({ cacheDirectory: CACHE })
    const roles = { admin: anvil.wallet(0).address, publisher: anvil.wallet(1).address }
    const client = this.client(anvil.rpcUrl)
    const { address } = await deployRegistry(client, anvil.wallet(0), artefact, roles)
    return address
  }

  client(rpcUrl: string, chainId = 31337): ChainClient {
    const client = new ChainClient(rpcUrl, chainId)
    this.#clients.push(client)
    return client
  }

  givenApproved(changes: Partial<ChainTransaction> = {}): void {
    const row: ChainTransaction = {
      id: 'publication',
      state: 'approved',
      chainId: 31337,
      contractAddress: this.contract,
      period: '2026-10',
      revision: 1,
      root: keccakId('root'),
      docHash: keccakId('report'),
      totals: { artists: 1n, contributions: 2n, operations: 3n, vat: 4n, fees: 5n },
      sender: null,
      nonce: null,
      feeBumps: 0,
      minedHash: null,
      blockNumber: null,
      blockHash: null,
      signed: [],
      ...changes,
    }
    this.store.rows.set(row.id, row)
  }

  push(id = 'publication') {
    return pushTransaction(id, this.context)
  }

  async statePushed(id = 'publication') {
    const { state } = await this.push(id)
    return state
  }

  row(id = 'publication'): ChainTransaction {
    return this.store.rows.get(id)!
  }

  failure(id = 'publication'): string {
    return this.store.failures.get(id)?.words ?? ''
  }

  /** The code of why it failed. */
  failureCode(id = 'publication'): string | undefined {
    return this.store.failures.get(id)?.refusal.code
  }

  async countEvents(): Promise<number> {
    const registry = new Contract(this.contract, registryInterface, this.anvil.provider)
    const found = await registry.queryFilter(registry.filters.Published!(), 0)
    return found.length
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close()
    await this.proxy.stop()
    await this.anvil.stop()
  }
}
