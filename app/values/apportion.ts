import { sha256Hex } from './digest.js'

/** One claimant: who, and how much it weighs. */
export type Weighted<Id extends string = string> = { readonly id: Id; readonly weight: bigint }

/**
 * The only way to split an amount: largest remainder (Hamilton).
 *
 * Each part gets floor(total × weight / W); the units left over go one each to the largest
 * remainders; equal remainders are ordered by SHA-256 of `tieKey(id)` (UTF-8), ascending, compared
 * as hex, so that nobody is favoured by the order of rows and anybody can repeat the draw. The
 * parts sum to the total, always.
 *
 * @param total an amount that is not negative, in any unit; the parts are in the same unit
 * @param weights claimants with distinct ids, weights not negative, not all zero
 * @returns the parts, in the order of `weights`
 * @throws RangeError when the caller asks for the impossible
 */
export function apportion<Id extends string>(
  total: bigint,
  weights: readonly Weighted<Id>[],
  tieKey: (id: Id) => string
): bigint[] {
  const sum = checkedSum(total, weights)
  const parts = new Array<bigint>(weights.length)
  const remainders = new Array<bigint>(weights.length)
  let left = total
  for (const [index, { weight }] of weights.entries()) {
    const product = total * weight
    parts[index] = product / sum
    remainders[index] = product % sum
    left -= parts[index]
  }
  if (left === 0n) return parts
  for (const index of largestFirst(weights, remainders, tieKey).slice(0, Number(left))) {
    parts[index] += 1n
  }
  return parts
}

function largestFirst<Id extends string>(
  weights: readonly Weighted<Id>[],
  remainders: readonly bigint[],
  tieKey: (id: Id) => string
): number[] {
  // A draw is hashed only when two remainders are really equal.
  const draws = new Map<number, string>()
  const draw = (index: number) => {
    const known = draws.get(index)
    if (known !== undefined) return known
    const drawn = sha256Hex(tieKey(weights[index].id))
    draws.set(index, drawn)
    return drawn
  }
  return remainders
    .map((_, index) => index)
    .sort((a, b) => {
      if (remainders[a] !== remainders[b]) return remainders[a] > remainders[b] ? -1 : 1
      if (a === b) return 0
      return draw(a) < draw(b) ? -1 : 1
    })
}

function checkedSum(total: bigint, weights: readonly Weighted[]): bigint {
  if (total < 0n) throw new RangeError(`A negative amount (${total}) cannot be apportioned`)
  let sum = 0n
  for (const { id, weight } of weights) {
    if (weight < 0n) throw new RangeError(`The weight of ${id} is negative (${weight})`)
    sum += weight
  }
  if (sum === 0n) throw new RangeError('Nothing to apportion by: the weights sum to 0')
  return sum
}
