import { test } from '@japa/runner'
import {
  centsToMicro,
  formatCents,
  formatMicro,
  microToCentsFloor,
  splitMicro,
  toAmount,
  vatOf,
} from '#values/money'
import { floorDivide, roundHalfUp } from '#values/ratio'

/** Intl separates by spaces that do not break; the tables here show plain ones. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test.group('Money', () => {
  test('TV1: 8.00 € at 20 % hold 133 cents of VAT', ({ assert }) => {
    assert.equal(vatOf(800n, 2000n), 133n)
  })

  test('VAT of {0} cents at {1} bp is {2}, halves upwards')
    .with([
      [0n, 2000n, 0n],
      [800n, 0n, 0n],
      [3n, 2000n, 1n], // 0.5 exactly
      [9n, 2000n, 2n], // 1.5 exactly
      [105n, 500n, 5n],
      [2n ** 63n, 2000n, 1_537_228_672_809_129_301n],
    ])
    .run(({ assert }, [gross, rate, vat]) => {
      assert.equal(vatOf(gross, rate), vat)
    })

  test('cents and micro-euro', ({ assert }) => {
    assert.equal(centsToMicro(800n), 8_000_000n)
    assert.equal(microToCentsFloor(19_999n), 1n)
    assert.equal(microToCentsFloor(-1n), -1n)
    assert.equal(floorDivide(-20_000n, 10_000n), -2n)
    assert.equal(roundHalfUp(1n, 2n), 1n)
    assert.throws(() => roundHalfUp(-1n, 2n))
    assert.throws(() => roundHalfUp(1n, 0n))
  })

  test('amounts are shown exactly, in the reader’s language', ({ assert }) => {
    assert.equal(plain(formatCents(800n, 'fr')), '8,00 €')
    assert.equal(formatCents('-123456', 'en'), '-€1,234.56')
    assert.equal(plain(formatCents(9_007_199_254_740_993_01n, 'fr')), '9 007 199 254 740 993,01 €')
    assert.equal(plain(formatMicro('1902114', 'fr')), '1,902114 €')
    assert.equal(formatMicro(-7n, 'en'), '-€0.000007')
  })

  test('the fraction of a cent stands apart, and both parts are the whole', ({ assert }) => {
    assert.deepEqual(splitMicro('1902114', 'fr'), { units: '1,90', rest: '2114' })
    assert.deepEqual(splitMicro(-500n, 'en'), { units: '-0.00', rest: '0500' })
    assert.deepEqual(splitMicro(0n, 'en'), { units: '0.00', rest: '0000' })
    assert.deepEqual(splitMicro(1_234_567_890_000n, 'en'), { units: '1,234,567.89', rest: '0000' })
  })

  test('"{$self}" is not an amount')
    .with(['', '1.5', '1e3', '01', '-0', '+1', ' 1', '0x10', 'NaN'])
    .run(({ assert }, text) => {
      assert.throws(() => toAmount(text), /not a whole amount/)
    })
})
