import { isError } from 'ethers'
import { PublicationError } from '#services/publication/errors'
import { messageOf } from './chain_client.js'

/**
 * What a node's refusal means for us, by the code that the chain's library gives it: no funds, or
 * too low an offer for a nonce that waits. The others keep the node's own words.
 *
 * @param refused whether the contract (asked beforehand) or the node refuses
 */
export function refusalOfNode(
  error: unknown,
  refused: { by: string; what: string; sender: string; reason?: string }
): PublicationError {
  const { by, what, sender, reason = messageOf(error) } = refused
  if (isError(error, 'INSUFFICIENT_FUNDS')) {
    return new PublicationError(
      'unfunded',
      `The publisher ${sender} cannot pay (${reason}): send it funds, then push again.`,
      { address: sender }
    )
  }
  if (isError(error, 'REPLACEMENT_UNDERPRICED')) {
    return new PublicationError(
      'underpriced',
      `The node wants a higher offer for the nonce that waits (${reason}). What was sent before stands.`
    )
  }
  return new PublicationError('refused_by_chain', `The ${by} refuses the ${what}: ${reason}`, {
    reason,
  })
}

/**
 * The node has the bytes already, or their nonce is spent: the receipts will tell by which form.
 * Only the spent nonce has a code; that the bytes are known, each node says in words of its own.
 */
export function wasSentBefore(error: unknown): boolean {
  if (isError(error, 'NONCE_EXPIRED')) return true
  return /already (known|imported|in)/i.test(messageOf(error))
}
