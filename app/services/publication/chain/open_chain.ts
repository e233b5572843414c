import { Wallet } from 'ethers'
import chainConfig from '#config/chain'
import env from '#start/env'
import { PublicationError } from '#services/publication/errors'
import { ChainClient } from './chain_client.js'

export type ChainSettings = {
  /** The first node sends; all of them are read back. */
  rpcUrls: string[]
  chainId: number
  publisherKey: string | null
  /** The chain is our own and makes a block only when there is something to put in it. */
  isEmbedded: boolean
}

/** Where we publish, as the environment says. */
export function chainSettings(): ChainSettings {
  const second = env.get('CHAIN_RPC_URL_2')
  return {
    rpcUrls: [env.get('CHAIN_RPC_URL'), ...(second ? [second] : [])],
    chainId: env.get('CHAIN_ID'),
    publisherKey: env.get('CHAIN_PUBLISHER_KEY')?.release() ?? null,
    isEmbedded: env.get('PEERFY_MODE') === 'embedded',
  }
}

/** The chain's nodes for the duration of `work`. */
export async function withChain<T>(
  settings: ChainSettings,
  work: (clients: ChainClient[]) => Promise<T>
): Promise<T> {
  const clients = settings.rpcUrls.map((url) => new ChainClient(url, settings.chainId))
  try {
    return await work(clients)
  } finally {
    for (const client of clients) client.close()
  }
}

/** @throws PublicationError no_publisher_key */
export function publisherWallet({ publisherKey }: ChainSettings): Wallet {
  if (publisherKey) return new Wallet(publisherKey)
  throw new PublicationError(
    'no_publisher_key',
    'No key to publish with: set CHAIN_PUBLISHER_KEY for the worker. Nothing was sent.'
  )
}

/**
 * Mines what finality needs, where the node is our own: on a real chain (an embedded co-operative
 * may publish on one) blocks come by themselves.
 */
export async function mineToFinality(client: ChainClient): Promise<void> {
  const version = await client.ask((provider) => provider.send('web3_clientVersion', []))
  if (!String(version).startsWith('anvil')) return
  const blocks = `0x${chainConfig.blocksToFinality.toString(16)}`
  await client.ask((provider) => provider.send('anvil_mine', [blocks]))
}
