import { test } from '@japa/runner'
import { apportion } from '#values/apportion'
import { hamilton } from '#tests/support/royalties/reference_allocation'
import fc from 'fast-check'

const key = (id: string) => `2026-10|${id}`

function split(total: bigint, ...weights: bigint[]): bigint[] {
  const claimants = weights.map((weight, index) => ({ id: `k${index}`, weight }))
  return apportion(total, claimants, key)
}

const claims = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z0-9._:-]{1,12}$/),
    weight: fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 2n ** 70n })),
  }),
  { minLength: 1, maxLength: 30, selector: ({ id }) => id }
)
const total = fc.oneof(fc.bigInt({ min: 0n, max: 100n }), fc.bigInt({ min: 0n, max: 2n ** 80n }))

test.group('apportion | vectors of the platform rules 3.3', () => {
  test('TV2: 667 cents by 70/15/15 are 467, 100, 100', ({ assert }) => {
    assert.deepEqual(split(667n, 70n, 15n, 15n), [467n, 100n, 100n])
  })

  test('TV3: 467 by 7:2:1 are 327, 93, 47', ({ assert }) => {
    assert.deepEqual(split(467n, 7n, 2n, 1n), [327n, 93n, 47n])
  })

  test('TV4: 467 by 1:1:1 are 156, 156, 155 in some order', ({ assert }) => {
    assert.sameMembers(split(467n, 1n, 1n, 1n).map(String), ['156', '156', '155'])
  })

  test('TV5: user-centric shares of two subscribers are X 514 and Y 420', ({ assert }) => {
    const [onX] = split(467n, 1n)
    const [alsoOnX, onY] = split(467n, 100n, 900n)
    assert.deepEqual([onX + alsoOnX, onY], [514n, 420n])
    assert.deepEqual(split(934n, 101n, 900n), [94n, 840n])
  })

  test('TV6: 467 cents over 600 equal works are 133 zeros, in µ€ 7783 or 7784', ({ assert }) => {
    const equal = Array.from({ length: 600 }, () => 1n)
    assert.lengthOf(
      split(467n, ...equal).filter((part) => part === 0n),
      133
    )
    const micro = split(4_670_000n, ...equal)
    assert.sameMembers([...new Set(micro.map(String))], ['7783', '7784'])
    assert.equal(sum(micro), 4_670_000n)
  })

  test('TV7: 10,000 subscribers lose and invent nothing', ({ assert }) => {
    let state = 1
    const weight = () => BigInt((state = (state * 48_271) % 2_147_483_647) % 30)
    let paid = 0n
    for (let subscriber = 0; subscriber < 10_000; subscriber++) {
      const weights = Array.from({ length: 1 + (subscriber % 40) }, weight)
      const parts = split(467n, 1n, ...weights)
      assert.equal(sum(parts), 467n)
      paid += sum(parts)
    }
    assert.equal(paid, 4_670_000n)
  })
})

test.group('apportion | for any total and weights', () => {
  test('the parts sum to the total, and each is within one unit of its share', ({ assert }) => {
    fc.assert(
      fc.property(total, claims, (amount, weights) => {
        const all = sum(weights.map(({ weight }) => weight))
        fc.pre(all > 0n)
        const parts = apportion(amount, weights, key)
        assert.equal(sum(parts), amount)
        for (const [index, { weight }] of weights.entries()) {
          const floor = (amount * weight) / all
          assert.include([floor, floor + 1n], parts[index])
          if (weight === 0n) assert.equal(parts[index], 0n)
        }
      }),
      { numRuns: 1000 }
    )
  })

  test('the order of the claimants changes nothing', ({ assert }) => {
    fc.assert(
      fc.property(total, claims, (amount, weights) => {
        fc.pre(weights.some(({ weight }) => weight > 0n))
        const forwards = apportion(amount, weights, key)
        const backwards = apportion(amount, [...weights].reverse(), key).reverse()
        assert.deepEqual(forwards, backwards)
      }),
      { numRuns: 1000 }
    )
  })

  test('it agrees with the reference written from the text of the rule', ({ assert }) => {
    fc.assert(
      fc.property(total, claims, (amount, weights) => {
        fc.pre(weights.some(({ weight }) => weight > 0n))
        const expected = hamilton(
          amount,
          weights.map(({ id, weight }) => [id, weight]),
          key
        )
        const parts = apportion(amount, weights, key)
        assert.deepEqual(
          parts,
          weights.map(({ id }) => expected.get(id))
        )
      }),
      { numRuns: 1000 }
    )
  })

  test('equal remainders are drawn by SHA-256 of the key as hex, ascending', ({ assert }) => {
    // SHA-256: a → ca978112…, b → 3e23e816…, c → 2e7d2c03…
    const weights = ['a', 'b', 'c'].map((id) => ({ id, weight: 1n }))
    assert.deepEqual(
      apportion(1n, weights, (id) => id),
      [0n, 0n, 1n]
    )
    assert.deepEqual(
      apportion(5n, weights, (id) => id),
      [1n, 2n, 2n]
    )
  })
})

test.group('apportion | refusals', () => {
  test('weights that sum to 0 are an error of the caller', ({ assert }) => {
    assert.throws(() => split(1n), /weights sum to 0/)
    assert.throws(() => split(1n, 0n, 0n), /weights sum to 0/)
  })

  test('negative totals and weights are refused', ({ assert }) => {
    assert.throws(() => split(-1n, 1n), /negative amount/)
    assert.throws(() => split(1n, 2n, -1n), /weight of k1 is negative/)
  })
})

function sum(parts: readonly bigint[]): bigint {
  return parts.reduce((all, part) => all + part, 0n)
}
