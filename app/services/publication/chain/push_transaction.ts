import { PublicationError } from '#services/publication/errors'
import type { ChainTransaction } from './chain_transaction.js'
import type { PushContext } from './push_context.js'
import { PUSH_STEPS } from './push_steps.js'

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
      const moved = await PUSH_STEPS[state](transaction, context)
      if (!moved) return { state, waiting: true }
    }
    const { state } = await loaded(id, context)
    return { state, waiting: true }
  })
}

async function loaded(id: string, context: PushContext): Promise<ChainTransaction> {
  const transaction = await context.store.load(id)
  if (transaction) return transaction
  throw new PublicationError('unknown_transaction', `There is no publication ${id}`)
}
