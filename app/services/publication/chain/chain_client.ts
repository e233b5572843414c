import { Contract, FetchRequest, Interface, JsonRpcProvider } from 'ethers'
import {
  PERIOD_REGISTRY_ABI,
  PUBLISHER_ROLE,
  type RegistryTotals,
} from '#services/publication/contract/period_registry'
import { PublicationError } from '#services/publication/errors'
import { periodToUint32, type Period } from '#values/period'

const TIMEOUT_MS = 15_000
/** ethers' own codes for a lost call, and those of the sockets below it. */
const UNREACHABLE = new Set([
  ...['NETWORK_ERROR', 'SERVER_ERROR', 'TIMEOUT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'],
])

export type RegistryRecord = { root: string; docHash: string; totals: RegistryTotals }

export const registryInterface = new Interface(PERIOD_REGISTRY_ABI)

/**
 * One node of one chain. Every call goes through `ask`, which turns a node that is away into one
 * clear error; the chain's id is asked, never assumed.
 */
export class ChainClient {
  readonly provider: JsonRpcProvider

  constructor(
    readonly rpcUrl: string,
    readonly chainId: number
  ) {
    const request = new FetchRequest(rpcUrl)
    request.timeout = TIMEOUT_MS
    this.provider = new JsonRpcProvider(request, chainId, {
      staticNetwork: true,
      cacheTimeout: -1,
      pollingInterval: 100,
    })
  }

  async ask<T>(call: (provider: JsonRpcProvider) => Promise<T>): Promise<T> {
    try {
      return await call(this.provider)
    } catch (error) {
      throw isUnreachable(error) ? this.#unreachable(error) : error
    }
  }

  /** @throws PublicationError wrong_chain, chain_unreachable */
  async assertChain(): Promise<void> {
    const found = Number(await this.ask((provider) => provider.send('eth_chainId', [])))
    if (found === this.chainId) return
    throw new PublicationError(
      'wrong_chain',
      `${hostOf(this.rpcUrl)} is chain ${found}, not ${this.chainId}: correct CHAIN_RPC_URL or CHAIN_ID. Nothing was sent.`,
      { found, expected: this.chainId }
    )
  }

  /** @throws PublicationError no_contract, not_publisher */
  async assertPublisher(contract: string, sender: string): Promise<void> {
    const code = await this.ask((provider) => provider.getCode(contract))
    if (code === '0x') {
      throw new PublicationError(
        'no_contract',
        `There is no contract at ${contract} on chain ${this.chainId}: deploy it with "node ace publication:deploy".`,
        { contract }
      )
    }
    if (await this.ask(() => this.#registry(contract).hasRole!(PUBLISHER_ROLE, sender))) return
    throw new PublicationError(
      'not_publisher',
      `${sender} may not publish in ${contract}: the administrator has to grant it PUBLISHER_ROLE.`,
      { sender, contract }
    )
  }

  async revisionCount(contract: string, period: Period): Promise<number> {
    const registry = this.#registry(contract)
    return Number(await this.ask(() => registry.revisionCount!(periodToUint32(period))))
  }

  async record(
    contract: string,
    period: Period,
    revision: number,
    blockTag: 'latest' | 'finalized'
  ): Promise<RegistryRecord> {
    const registry = this.#registry(contract)
    const found = await this.ask(() =>
      registry.record!(periodToUint32(period), revision, { blockTag })
    )
    const { artists, contributions, operations, vat, fees } = found.totals
    const totals = { artists, contributions, operations, vat, fees }
    return { root: found.root, docHash: found.docHash, totals }
  }

  /** Hash of the transaction that published a revision, by its event; null when there is none. */
  async publishedIn(contract: string, period: Period, revision: number): Promise<string | null> {
    const registry = this.#registry(contract)
    const filter = registry.filters.Published!(periodToUint32(period), revision)
    const events = await this.ask(() => registry.queryFilter(filter, 0))
    return events[0]?.transactionHash ?? null
  }

  close(): void {
    this.provider.destroy()
  }

  #registry(contract: string): Contract {
    return new Contract(contract, registryInterface, this.provider)
  }

  #unreachable(error: unknown): PublicationError {
    return new PublicationError(
      'chain_unreachable',
      `The chain's node at ${hostOf(this.rpcUrl)} does not answer (${messageOf(error)}): check CHAIN_RPC_URL and the network. It is tried again by itself.`,
      { node: hostOf(this.rpcUrl) }
    )
  }
}

/** A node's address may hold a key in its path: only its host is ever shown or logged. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an unreadable address'
}

/** The node's own words where it gave some: the library's for them (`UNKNOWN_ERROR`) say nothing. */
export function messageOf(error: unknown): string {
  const { error: answer, shortMessage, message } = error as Said & { error?: Said }
  return (answer?.message ?? shortMessage ?? message ?? String(error)).slice(0, 300)
}

type Said = { shortMessage?: string; message?: string }

function isUnreachable(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } }
  return UNREACHABLE.has(code ?? '') || UNREACHABLE.has(cause?.code ?? '')
}
