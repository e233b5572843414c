import { ContractFactory, type Wallet } from 'ethers'
import type { ContractArtefact } from '#services/publication/contract/compile_contract'
import type { ChainClient } from './chain_client.js'

export type Deployment = { address: string; txHash: string; blockNumber: number }

/**
 * Deploys the registry and waits for its first confirmation.
 *
 * @param admin account that grants roles; it can publish only if it is the publisher too
 * @throws PublicationError wrong_chain, chain_unreachable
 */
export async function deployRegistry(
  client: ChainClient,
  wallet: Wallet,
  artefact: ContractArtefact,
  roles: { admin: string; publisher: string }
): Promise<Deployment> {
  await client.assertChain()
  const factory = new ContractFactory(
    artefact.abi,
    artefact.bytecode,
    wallet.connect(client.provider)
  )
  const contract = await client.ask(() => factory.deploy(roles.admin, roles.publisher))
  const receipt = await client.ask(() => contract.deploymentTransaction()!.wait(1, 120_000))
  return {
    address: await contract.getAddress(),
    txHash: receipt!.hash,
    blockNumber: receipt!.blockNumber,
  }
}
