import type { ChainTransaction } from './chain_transaction.js'
import { findReceipt, sameRecord } from './look_at_chain.js'
import type { PushContext } from './push_context.js'

/** Ours was refused: fine when the very same publication stands there already. */
export async function afterRefusal(
  transaction: ChainTransaction,
  context: PushContext,
  what: 'reverted' | 'replaced'
): Promise<boolean> {
  const { contractAddress, period, revision } = transaction
  const current = await context.clients[0]!.revisionCount(contractAddress, period)
  if (current >= revision) return adopt(transaction, context)
  const reasons = {
    reverted: 'the contract refused it (reverted)',
    replaced: `another transaction of the publisher took its nonce ${transaction.nonce}`,
  }
  return fail(transaction, context, reasons[what])
}

/** The revision is on the chain already: take it for ours if it says the same, else stop. */
export async function adopt(transaction: ChainTransaction, context: PushContext): Promise<boolean> {
  const { contractAddress, period, revision } = transaction
  const client = context.clients[0]!
  const record = await client.record(contractAddress, period, revision, 'latest')
  if (!sameRecord(transaction, record)) {
    return fail(transaction, context, `revision ${revision} of ${period} says something else`)
  }
  const hash = await client.publishedIn(contractAddress, period, revision)
  const found = hash ? await findReceipt({ ...transaction, minedHash: hash }, client) : null
  if (found?.status !== 'succeeded') return false
  await context.store.markMined(transaction.id, found.mined)
  return true
}

/** Stops for good: a person has to look, and may try again. */
export async function fail(
  transaction: ChainTransaction,
  context: PushContext,
  reason: string
): Promise<boolean> {
  await context.store.markFailed(transaction.id, reason)
  return true
}
