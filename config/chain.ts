/** Tunable numbers of the chain, the unit in the name. Addresses and keys are in start/env.ts. */
const chain = {
  /** A transaction that waits longer is offered again, both fees a fifth higher, same nonce. */
  bumpAfterMs: 3 * 60_000,
  maxBumps: 5,
  /**
   * P26: publishing takes some 150 000 gas, so this ceiling is 0.00225 ETH, about 5 € a month at
   * 2 200 € per ETH. Above it nothing is sent: the chain can wait, the money cannot be had back.
   */
  maxFeePerGasGwei: 15,
  /** What a coin of the chain costs, in cents, to say a publication's cost in euro (P26). */
  coinPriceCents: 220_000n,
  /** Embedded chain: with epochs of one slot a block is final two blocks later; one to spare. */
  blocksToFinality: 3,
  /** A publication that waits for a block is looked at again after this. */
  pushAgainAfterMs: 3_000,
  /** A node that is away, a publisher without funds: tried again after this. */
  troubleRetryAfterMs: 30_000,
  /** A publication that nobody has pushed for this long is taken up again. */
  reviveAfterMs: 5 * 60_000,
  /** Mails about a published month that did not leave are tried again for this long. */
  noticesWithinDays: 7,
  /** P24: an alert when a publication is not verified by then. */
  verifiedWithinMs: 2 * 60 * 60_000,
} as const

export default chain
