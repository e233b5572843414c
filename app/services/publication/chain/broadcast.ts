import { PublicationError } from '#services/publication/errors'
import { messageOf } from './chain_client.js'
import type { ChainTransaction } from './chain_transaction.js'
import { refusalOfNode, wasSentBefore } from './node_refusal.js'
import type { PushContext } from './push_context.js'
import { assertUnderCeiling, bumpedFees, signAgain } from './sign_publication.js'

/** Sends the latest signed bytes; that they were sent before is no error. */
export async function broadcast(
  transaction: ChainTransaction,
  context: PushContext
): Promise<void> {
  const { txHash, raw } = transaction.signed.at(-1)!
  try {
    await context.clients[0]!.ask((provider) => provider.send('eth_sendRawTransaction', [raw]))
  } catch (error) {
    await context.store.noteBroadcastError(txHash, messageOf(error))
    if (error instanceof PublicationError) throw error
    if (!wasSentBefore(error)) {
      throw refusalOfNode(error, { by: 'node', what: 'transaction', sender: transaction.sender! })
    }
  }
  await context.store.markBroadcast(transaction.id, txHash, context.now())
}

/** Offers more for a transaction that has waited too long. */
export async function bumpWhenLate(
  transaction: ChainTransaction,
  context: PushContext
): Promise<boolean> {
  const { limits, store, wallet, clients } = context
  // The key was changed meanwhile: only the old one can offer more for its nonce.
  if (transaction.sender !== wallet.address) return false
  const latest = transaction.signed.at(-1)!
  const waited = context.now().getTime() - latest.signedAt.getTime()
  if (waited < limits.bumpAfterMs || transaction.feeBumps >= limits.maxBumps) return false
  const fees = bumpedFees(latest)
  assertUnderCeiling(fees, limits.maxFeePerGasWei)
  const nonce = transaction.nonce!
  const signed = await signAgain(latest, wallet, fees, clients[0]!, context.now())
  await store.addSigned(transaction.id, wallet.address, nonce, signed, transaction.feeBumps + 1)
  await broadcast((await store.load(transaction.id))!, context)
  return true
}
