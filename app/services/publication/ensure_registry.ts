import { join } from 'node:path'
import env from '#start/env'
import ChainContract, { REGISTRY_NAME } from '#models/publication/chain_contract'
import type { ChainClient } from '#services/publication/chain/chain_client'
import { deployRegistry } from '#services/publication/chain/deploy_registry'
import {
  chainSettings,
  publisherWallet,
  withChain,
  type ChainSettings,
} from '#services/publication/chain/open_chain'
import { holdingSender } from '#services/publication/chain/sender_lock'
import { compileContract } from '#services/publication/contract/compile_contract'
import { PublicationError } from '#services/publication/errors'
import type { Clock } from '#values/clock'
import { newId } from '#values/id'

/**
 * Finds the registry of the configured chain, or compiles and deploys it; its address and ABI are
 * recorded. Running it again changes nothing. The publisher is its administrator too until another
 * address is named.
 *
 * @throws PublicationError no_publisher_key, wrong_chain, chain_unreachable, unfunded, no_contract
 *   (the recorded address is empty on a chain that is not our own)
 */
export async function ensureRegistry(input: {
  clock: Clock
  chain?: ChainSettings
  admin?: string
}): Promise<{ contract: ChainContract; deployed: boolean }> {
  const { clock, chain = chainSettings() } = input
  const wallet = publisherWallet(chain)
  const artefact = await compileContract({
    cacheDirectory: join(env.get('PEERFY_STORAGE'), 'contracts'),
  })
  return withChain(chain, async ([client]) => {
    await client!.assertChain()
    return holdingSender(chain.chainId, wallet.address, async () => {
      const known = await knownRegistry(client!, chain, clock)
      if (known) return { contract: known, deployed: false }
      await assertFunded(client!, wallet.address)
      const roles = { admin: input.admin ?? wallet.address, publisher: wallet.address }
      const made = await deployRegistry(client!, wallet, artefact, roles)
      const contract = await ChainContract.create({
        id: newId(),
        chainId: BigInt(chain.chainId),
        name: REGISTRY_NAME,
        address: made.address,
        abi: artefact.abi as never,
        sourceSha256: artefact.sourceHash,
        deployTxHash: made.txHash,
        blockNumber: BigInt(made.blockNumber),
        deployedAt: clock.now(),
      })
      return { contract, deployed: true }
    })
  })
}

async function knownRegistry(client: ChainClient, chain: ChainSettings, clock: Clock) {
  const known = await ChainContract.registryOn(chain.chainId)
  if (!known) return null
  const code = await client.ask((provider) => provider.getCode(known.address))
  if (code !== '0x') return known
  if (!chain.isEmbedded) {
    throw new PublicationError(
      'no_contract',
      `The registry was deployed at ${known.address}, and chain ${chain.chainId} has nothing there: check CHAIN_RPC_URL.`,
      { contract: known.address }
    )
  }
  // Our own chain was started over: what stood there is gone, and a new registry takes its place.
  known.retiredAt = clock.now()
  await known.save()
  return null
}

async function assertFunded(client: ChainClient, address: string): Promise<void> {
  const balance = await client.ask((provider) => provider.getBalance(address))
  if (balance > 0n) return
  throw new PublicationError(
    'unfunded',
    `The publisher ${address} has no funds on chain ${client.chainId}: send it some, then deploy again. Nothing was sent.`,
    { address, balance: '0', needed: '' }
  )
}
