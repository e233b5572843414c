import type { ChainTransaction } from './chain_transaction.js'
import type { ChainTrouble } from './chain_trouble.js'
import { findReceipt, sameRecord } from './look_at_chain.js'
import type { PushContext } from './push_context.js'

const LOST: Record<'reverted' | 'replaced', (of: ChainTransaction) => ChainTrouble> = {
  reverted: () => ({
    words: 'the contract refused it (reverted)',
    refusal: { code: 'reverted', figures: {} },
  }),
  replaced: ({ nonce }) => ({
    words: `another transaction of the publisher took its nonce ${nonce}`,
    refusal: { code: 'nonce_taken', figures: { nonce: nonce! } },
  }),
}

/** Ours was refused: fine when the very same publication stands there already. */
export async function afterRefusal(
  transaction: ChainTransaction,
  context: PushContext,
  what: 'reverted' | 'replaced'
): Promise<boolean> {
  const { contractAddress, period, revision } = transaction
  const current = await context.clients[0]!.revisionCount(contractAddress, period)
  if (current >= revision) return adopt(transaction, context)
  return fail(transaction, context, LOST[what](transaction))
}

/** The revision is on the chain already: take it for ours if it says the same, else stop. */
export async function adopt(transaction: ChainTransaction, context: PushContext): Promise<boolean> {
  const { contractAddress, period, revision } = transaction
  const client = context.clients[0]!
  const record = await client.record(contractAddress, period, revision, 'latest')
  if (!sameRecord(transaction, record)) {
    return fail(transaction, context, {
      words: `revision ${revision} of ${period} says something else`,
      refusal: { code: 'other_record', figures: { revision } },
    })
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
  trouble: ChainTrouble
): Promise<boolean> {
  await context.store.markFailed(transaction.id, trouble)
  return true
}
