import { Transaction, isCallException } from 'ethers'
import type { ChainClient, RegistryRecord } from './chain_client.js'
import type { ChainTransaction, Mined } from './chain_transaction.js'

export type FoundReceipt = { status: 'succeeded' | 'reverted'; mined: Mined }

/** The receipt of whichever signed form was mined; null while none is. */
export async function findReceipt(
  transaction: ChainTransaction,
  client: ChainClient
): Promise<FoundReceipt | null> {
  const hashes = new Set(formsOf(transaction).map((signed) => signed.txHash))
  if (transaction.minedHash) hashes.add(transaction.minedHash)
  for (const hash of hashes) {
    const receipt = await client.ask((provider) => provider.getTransactionReceipt(hash))
    if (!receipt) continue
    return {
      status: receipt.status === 1 ? 'succeeded' : 'reverted',
      mined: {
        minedHash: receipt.hash,
        blockNumber: receipt.blockNumber,
        blockHash: receipt.blockHash,
        gasUsed: receipt.gasUsed,
        gasPriceWei: receipt.gasPrice,
      },
    }
  }
  return null
}

/** The forms that compete for the nonce in force; those of an attempt given up no longer count. */
function formsOf(transaction: ChainTransaction) {
  return transaction.signed.filter(({ raw }) => Transaction.from(raw).nonce === transaction.nonce)
}

/** What one node's finalised block says of the publication. */
export async function recordStands(
  transaction: ChainTransaction,
  client: ChainClient
): Promise<'same' | 'differs' | 'absent'> {
  const { contractAddress, period, revision } = transaction
  try {
    const record = await client.record(contractAddress, period, revision, 'finalized')
    return sameRecord(transaction, record) ? 'same' : 'differs'
  } catch (error) {
    // A revert (no such revision) or no code at all (no contract yet) in its finalised block.
    if (isCallException(error) || (error as { code?: string }).code === 'BAD_DATA') return 'absent'
    throw error
  }
}

export function sameRecord(transaction: ChainTransaction, record: RegistryRecord): boolean {
  const { totals } = transaction
  return (
    record.root.toLowerCase() === transaction.root.toLowerCase() &&
    record.docHash.toLowerCase() === transaction.docHash.toLowerCase() &&
    Object.entries(totals).every(
      ([name, amount]) => record.totals[name as keyof typeof totals] === amount
    )
  )
}
