import type { Wallet } from 'ethers'
import { PublicationError } from '#services/publication/errors'
import { messageOf, type ChainClient } from './chain_client.js'
import type { ChainTransaction, ChainTransactionStore } from './chain_transaction.js'
import { findReceipt, recordStands, sameRecord } from './look_at_chain.js'
import {
  assertUnderCeiling,
  bumpedFees,
  proposedFees,
  signAgain,
  signPublication,
} from './sign_publication.js'

export type PushContext = {
  store: ChainTransactionStore
  /** The first one sends; all of them are read back before the page says "published" (P24). */
  clients: ChainClient[]
  wallet: Wallet
  now(): Date
  limits: {
    /** How long a transaction may wait before more is offered for it. */
    bumpAfterMs: number
    maxBumps: number
    maxFeePerGasWei: bigint
  }
  /** Embedded chain only: nothing is final there unless blocks are mined on purpose. */
  mineToFinality?: () => Promise<void>
}

/** `done`: verified or failed, nothing more to do. `waiting`: push again later. */
export type PushResult = { state: ChainTransaction['state']; waiting: boolean }

/** A push ends within this many steps: each of the states, and a few turns back. */
const MOST_STEPS = 20

/**
 * Pushes a publication as far as it goes now. It may be called twice, by two workers at once, or
 * after a crash anywhere: what was signed is stored before it is sent and sent again as the same
 * bytes, and the contract takes a revision once (P23).
 *
 * @throws PublicationError when something outside stands in the way; the row keeps its state
 */
export async function pushTransaction(id: string, context: PushContext): Promise<PushResult> {
  for (const client of context.clients) await client.assertChain()
  const first = await loaded(id, context)
  const sender = context.wallet.address
  return context.store.whileHoldingSender(first.chainId, sender, async () => {
    for (let step = 0; step < MOST_STEPS; step++) {
      const transaction = await loaded(id, context)
      const { state } = transaction
      if (state === 'verified' || state === 'failed') return { state, waiting: false }
      const moved = await STEPS[state](transaction, context)
      if (!moved) return { state, waiting: true }
    }
    return { state: (await loaded(id, context)).state, waiting: true }
  })
}

type Step = (transaction: ChainTransaction, context: PushContext) => Promise<boolean>

/** Each step moves the row on and answers true, or finds that it has to wait and answers false. */
const STEPS: Record<'approved' | 'signed' | 'broadcast' | 'mined' | 'finalized', Step> = {
  async approved(transaction, context) {
    const client = context.clients[0]!
    const { contractAddress, period, revision, chainId } = transaction
    await client.assertPublisher(contractAddress, context.wallet.address)
    const current = await client.revisionCount(contractAddress, period)
    if (current >= revision) return adopt(transaction, context)
    if (current < revision - 1) {
      return fail(transaction, context, `the chain is at revision ${current} of ${period}`)
    }
    const sender = context.wallet.address
    const pending = await client.ask((provider) => provider.getTransactionCount(sender, 'pending'))
    const nonce = Math.max(await context.store.nextNonce(chainId, sender), pending)
    const fees = await proposedFees(client, context.limits.maxFeePerGasWei)
    const signed = await signPublication(
      transaction,
      context.wallet,
      nonce,
      fees,
      client,
      context.now()
    )
    await context.store.addSigned(transaction.id, sender, nonce, signed, 0)
    return true
  },

  async signed(transaction, context) {
    await broadcast(transaction, context)
    return true
  },

  async broadcast(transaction, context) {
    const client = context.clients[0]!
    const found = await findReceipt(transaction, client)
    if (found?.status === 'succeeded') {
      await context.store.markMined(transaction.id, found.mined)
      return true
    }
    if (found?.status === 'reverted') return afterRefusal(transaction, context, 'reverted')
    const nonce = transaction.nonce!
    const used = await client.ask((provider) => provider.getTransactionCount(transaction.sender!))
    // The nonce is spent, and by none of the forms that we signed.
    if (used > nonce) return afterRefusal(transaction, context, 'replaced')
    const latest = transaction.signed.at(-1)!
    const known = await client.ask((provider) => provider.getTransaction(latest.txHash))
    if (!known) {
      await broadcast(transaction, context)
      return false
    }
    return bumpWhenLate(transaction, context)
  },

  async mined(transaction, context) {
    const client = context.clients[0]!
    const found = await findReceipt(transaction, client)
    if (found?.status !== 'succeeded') {
      await context.store.forgetBlock(transaction.id)
      return true
    }
    if (found.mined.blockHash !== transaction.blockHash) {
      await context.store.markMined(transaction.id, found.mined)
      return true
    }
    await context.mineToFinality?.()
    const final = await client.ask((provider) => provider.getBlock('finalized'))
    if (!final || final.number < found.mined.blockNumber) return false
    const block = await client.ask((provider) => provider.getBlock(found.mined.blockNumber))
    if (block?.hash !== found.mined.blockHash) return false
    await context.store.markFinalized(transaction.id)
    return true
  },

  async finalized(transaction, context) {
    const answers = await Promise.all(
      context.clients.map((client) => recordStands(transaction, client))
    )
    if (answers.includes('differs')) {
      return fail(transaction, context, 'a node gives another root, report or totals')
    }
    // A second node may be a few blocks behind: it is asked again, not believed to contradict.
    if (answers.includes('absent')) return false
    const { root, docHash, blockNumber } = transaction
    const readBack = { root, docHash, nodes: answers.length, finalizedBlock: blockNumber! }
    await context.store.markVerified(transaction.id, readBack, context.now())
    return true
  },
}

/** Sends the latest signed bytes; that they were sent before is no error. */
async function broadcast(transaction: ChainTransaction, context: PushContext): Promise<void> {
  const { txHash, raw } = transaction.signed.at(-1)!
  try {
    await context.clients[0]!.ask((provider) => provider.send('eth_sendRawTransaction', [raw]))
  } catch (error) {
    await context.store.noteBroadcastError(txHash, messageOf(error))
    if (error instanceof PublicationError) throw error
    if (!wasSentBefore(error)) {
      throw new PublicationError(
        'refused_by_chain',
        `The node refuses the transaction: ${messageOf(error)}`,
        { reason: messageOf(error) }
      )
    }
  }
  await context.store.markBroadcast(transaction.id, txHash, context.now())
}

/** The node has it, or its nonce is spent: the receipts will tell by which form. */
function wasSentBefore(error: unknown): boolean {
  const { error: rpcError } = error as { error?: { message?: string } }
  const text = `${rpcError?.message ?? ''} ${messageOf(error)}`
  return /already (known|imported|in)|nonce (is )?too low|nonce has already been used/i.test(text)
}

async function bumpWhenLate(transaction: ChainTransaction, context: PushContext): Promise<boolean> {
  const { limits, store, wallet, clients } = context
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

/** Ours was refused: fine when the very same publication stands there already. */
async function afterRefusal(
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
async function adopt(transaction: ChainTransaction, context: PushContext): Promise<boolean> {
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

async function fail(
  transaction: ChainTransaction,
  context: PushContext,
  reason: string
): Promise<boolean> {
  await context.store.markFailed(transaction.id, reason)
  return true
}

async function loaded(id: string, context: PushContext): Promise<ChainTransaction> {
  const transaction = await context.store.load(id)
  if (transaction) return transaction
  throw new PublicationError('unknown_transaction', `There is no publication ${id}`)
}
