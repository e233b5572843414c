import chainConfig from '#config/chain'
import { LucidChainStore } from '#services/publication/chain/lucid_chain_store'
import {
  chainSettings,
  mineToFinality,
  publisherWallet,
  withChain,
  type ChainSettings,
} from '#services/publication/chain/open_chain'
import type { PushContext } from '#services/publication/chain/push_context'
import { pushTransaction, type PushResult } from '#services/publication/chain/push_transaction'
import { troubleOf } from '#services/publication/chain/chain_trouble'
import { PublicationError } from '#services/publication/errors'
import type { Clock } from '#values/clock'

const WEI_PER_GWEI = 1_000_000_000n

/**
 * Pushes one publication as far as the chain lets it go now (rules 4.4, P23, P24); once it is
 * verified the month is published. May be called twice, and by two workers at once. What stands in
 * the way stays readable on the month's page until it is gone.
 *
 * @throws PublicationError when something outside stands in the way; the row keeps its state
 */
export async function pushPublication(input: {
  transactionId: string
  clock: Clock
  chain?: ChainSettings
}): Promise<PushResult> {
  const { transactionId, clock, chain = chainSettings() } = input
  const store = new LucidChainStore(clock)
  try {
    const result = await withChain(chain, async (clients) => {
      await assertSameChain(store, transactionId, chain)
      return pushTransaction(transactionId, {
        store,
        clients,
        wallet: publisherWallet(chain),
        now: () => clock.now().toJSDate(),
        limits: limits(),
        ...(chain.isEmbedded ? { mineToFinality: () => mineToFinality(clients[0]!) } : {}),
      })
    })
    await store.noteTrouble(transactionId, null)
    return result
  } catch (error) {
    await store.noteTrouble(transactionId, troubleOf(error))
    throw error
  }
}

function limits(): PushContext['limits'] {
  const { bumpAfterMs, maxBumps, maxFeePerGasGwei } = chainConfig
  return { bumpAfterMs, maxBumps, maxFeePerGasWei: BigInt(maxFeePerGasGwei) * WEI_PER_GWEI }
}

/** A row made for one chain is never sent to another, whatever the environment says today. */
async function assertSameChain(store: LucidChainStore, id: string, chain: ChainSettings) {
  const row = await store.load(id)
  if (!row || row.chainId === chain.chainId) return
  throw new PublicationError(
    'wrong_chain',
    `${row.period} is to be published on chain ${row.chainId}, and CHAIN_ID is ${chain.chainId}: set CHAIN_ID and CHAIN_RPC_URL back. Nothing was sent.`,
    { found: chain.chainId, expected: row.chainId }
  )
}
