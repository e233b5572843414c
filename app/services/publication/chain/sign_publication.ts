import { Transaction, dataLength, type Wallet } from 'ethers'
import { PublicationError } from '#services/publication/errors'
import { periodToUint32 } from '#values/period'
import { registryInterface, type ChainClient } from './chain_client.js'
import type { ChainTransaction, SignedTransaction } from './chain_transaction.js'
import { refusalOfNode } from './node_refusal.js'

export type Fees = { maxFeePerGasWei: bigint; maxPriorityFeePerGasWei: bigint }

/** Nodes want a replacement to offer 10 to 12.5 % more; a fifth more is taken by all of them. */
const BUMP_PERCENT = 120n
const GAS_MARGIN_PERCENT = 125n

/** The fees that the node proposes today, never above the ceiling. */
export async function proposedFees(client: ChainClient, ceilingWei: bigint): Promise<Fees> {
  const { maxFeePerGas, maxPriorityFeePerGas, gasPrice } = await client.ask((provider) =>
    provider.getFeeData()
  )
  const fees = {
    maxFeePerGasWei: maxFeePerGas ?? gasPrice ?? 0n,
    maxPriorityFeePerGasWei: maxPriorityFeePerGas ?? gasPrice ?? 0n,
  }
  assertUnderCeiling(fees, ceilingWei)
  return fees
}

/** Both fees a fifth higher, rounded up: the same nonce, offered for more. */
export function bumpedFees(fees: Fees): Fees {
  const bump = (wei: bigint) => (wei * BUMP_PERCENT + 99n) / 100n
  return {
    maxFeePerGasWei: bump(fees.maxFeePerGasWei),
    maxPriorityFeePerGasWei: bump(fees.maxPriorityFeePerGasWei),
  }
}

/** @throws PublicationError fee_too_high: the chain is dear today, and it can wait */
export function assertUnderCeiling(fees: Fees, ceilingWei: bigint): void {
  if (fees.maxFeePerGasWei <= ceilingWei) return
  throw new PublicationError(
    'fee_too_high',
    `Publishing would cost up to ${fees.maxFeePerGasWei} wei per gas, above the ceiling of ${ceilingWei}: wait, or raise the ceiling.`,
    { fee: fees.maxFeePerGasWei.toString(), ceiling: ceilingWei.toString() }
  )
}

/**
 * Signs the publication. Nothing is sent: the caller stores the bytes first.
 *
 * @throws PublicationError refused_by_chain (the contract would revert), unfunded
 */
export async function signPublication(
  transaction: ChainTransaction,
  wallet: Wallet,
  nonce: number,
  fees: Fees,
  client: ChainClient,
  now: Date
): Promise<SignedTransaction> {
  const data = registryInterface.encodeFunctionData('publish', [
    periodToUint32(transaction.period),
    transaction.revision - 1,
    transaction.root,
    transaction.docHash,
    transaction.totals,
  ])
  const gasLimit = await estimateGas(client, wallet.address, transaction.contractAddress, data)
  await assertFunded(client, wallet.address, gasLimit * fees.maxFeePerGasWei)
  const unsigned = Transaction.from({
    type: 2,
    chainId: transaction.chainId,
    to: transaction.contractAddress,
    data,
    nonce,
    gasLimit,
    maxFeePerGas: fees.maxFeePerGasWei,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGasWei,
  })
  return signed(unsigned, wallet, now)
}

/** The same transaction with the same nonce, offered for more: at most one of the two is mined. */
export async function signAgain(
  earlier: SignedTransaction,
  wallet: Wallet,
  fees: Fees,
  client: ChainClient,
  now: Date
): Promise<SignedTransaction> {
  const unsigned = Transaction.from(earlier.raw).clone()
  unsigned.signature = null
  unsigned.maxFeePerGas = fees.maxFeePerGasWei
  unsigned.maxPriorityFeePerGas = fees.maxPriorityFeePerGasWei
  await assertFunded(client, wallet.address, unsigned.gasLimit * fees.maxFeePerGasWei)
  return signed(unsigned, wallet, now)
}

async function signed(
  unsigned: Transaction,
  wallet: Wallet,
  now: Date
): Promise<SignedTransaction> {
  const raw = await wallet.signTransaction(unsigned)
  return {
    txHash: Transaction.from(raw).hash!,
    raw,
    maxFeePerGasWei: unsigned.maxFeePerGas!,
    maxPriorityFeePerGasWei: unsigned.maxPriorityFeePerGas!,
    signedAt: now,
    broadcastAt: null,
  }
}

async function estimateGas(
  client: ChainClient,
  from: string,
  to: string,
  data: string
): Promise<bigint> {
  try {
    const gas = await client.ask((provider) => provider.estimateGas({ from, to, data }))
    return (gas * GAS_MARGIN_PERCENT) / 100n
  } catch (error) {
    if (error instanceof PublicationError) throw error
    const { data: revert } = error as { data?: string }
    // A contract may also refuse without a word (`0x`).
    const reason = revert && dataLength(revert) >= 4 ? registryInterface.parseError(revert) : null
    throw refusalOfNode(error, {
      ...{ by: 'contract', what: 'publication', sender: from },
      ...(reason ? { reason: `${reason.name}(${reason.args.join(', ')})` } : {}),
    })
  }
}

async function assertFunded(client: ChainClient, address: string, wei: bigint): Promise<void> {
  const balance = await client.ask((provider) => provider.getBalance(address))
  if (balance >= wei) return
  throw new PublicationError(
    'unfunded',
    `The publisher ${address} has ${balance} wei and needs up to ${wei}: send it funds, then push again. Nothing was sent.`,
    { address, balance: balance.toString(), needed: wei.toString() }
  )
}
