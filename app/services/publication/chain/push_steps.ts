import { bumpWhenLate, broadcast } from './broadcast.js'
import { adopt, afterRefusal, fail } from './after_refusal.js'
import type { ChainTransaction } from './chain_transaction.js'
import { findReceipt, recordStands } from './look_at_chain.js'
import type { PushContext } from './push_context.js'
import { proposedFees, signPublication } from './sign_publication.js'

type Step = (transaction: ChainTransaction, context: PushContext) => Promise<boolean>

/** Each step moves the row on and answers true, or finds that it has to wait and answers false. */
export const PUSH_STEPS: Record<'approved' | 'signed' | 'broadcast' | 'mined' | 'finalized', Step> =
  {
    async approved(transaction, context) {
      const client = context.clients[0]!
      const { contractAddress, period, revision, chainId } = transaction
      await client.assertPublisher(contractAddress, context.wallet.address)
      const current = await client.revisionCount(contractAddress, period)
      if (current >= revision) return adopt(transaction, context)
      if (current < revision - 1) {
        return fail(transaction, context, {
          words: `the chain is at revision ${current} of ${period}`,
          refusal: { code: 'revision_gap', figures: { revision: current } },
        })
      }
      const sender = context.wallet.address
      const pending = await client.ask((provider) =>
        provider.getTransactionCount(sender, 'pending')
      )
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
        return fail(transaction, context, {
          words: 'a node gives another root, report or totals',
          refusal: { code: 'nodes_differ', figures: {} },
        })
      }
      // A second node may be a few blocks behind: it is asked again, not believed to contradict.
      if (answers.includes('absent')) return false
      const { root, docHash, blockNumber } = transaction
      const readBack = { root, docHash, nodes: answers.length, finalizedBlock: blockNumber! }
      await context.store.markVerified(transaction.id, readBack, context.now())
      return true
    },
  }
