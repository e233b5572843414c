/** What a made-up register does next: somebody joins, buys again, or hands shares over. */
export type BulkMove = {
  /** YYYY-MM-DD */
  day: string
  type: 'join' | 'buy' | 'hand_over'
  /** Index of the member, from 0; of the giver in a transfer. */
  member: number
  to: number | null
  shares: number
}

const DAY_MS = 86_400_000
/** Of the movements that are no joining, how many in a hundred are transfers. */
const TRANSFERS_PERCENT = 25
const MOST_SHARES = 12

/**
 * A plausible history without a database: members join all along, most buy once more, some hand
 * shares over but keep one. The same seed gives the same history.
 */
export function* planBulk(
  { members, movements }: { members: number; movements: number },
  { from, to }: { from: string; to: string }
): Generator<BulkMove> {
  const random = generator(20_260_101)
  const held = new Int32Array(members)
  const start = Date.parse(from)
  const span = Math.max(0, Math.floor((Date.parse(to) - start) / DAY_MS))
  let joined = 0
  for (let index = 0; index < movements; index++) {
    const offset = Math.floor((index * span) / movements)
    const day = new Date(start + offset * DAY_MS).toISOString().slice(0, 10)
    const isJoin = joined < Math.ceil(((index + 1) * members) / movements)
    const shares = 1 + random(MOST_SHARES)
    if (isJoin && joined < members) {
      held[joined] = shares
      yield { day, type: 'join', member: joined++, to: null, shares }
      continue
    }
    const member = random(joined)
    const taker = random(joined)
    if (random(100) < TRANSFERS_PERCENT && taker !== member && held[member] > 1) {
      const part = 1 + random(held[member] - 1)
      held[member] -= part
      held[taker] += part
      yield { day, type: 'hand_over', member, to: taker, shares: part }
    } else {
      held[member] += shares
      yield { day, type: 'buy', member, to: null, shares }
    }
  }
}

/** Whole numbers below a limit, always the same ones (xorshift). */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}
