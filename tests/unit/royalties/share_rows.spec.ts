import { test } from '@japa/runner'
import fc from 'fast-check'
import { MemorySink } from '#services/royalties/allocation/byte_io'
import { ShareRows, writeShareLines } from '#services/royalties/units/share_rows'

test.group('Royalties | shares packed beside the units', () => {
  test('every row has its amount and the others 0, over any gap', ({ assert }) => {
    const gaps = fc.array(fc.tuple(fc.nat({ max: 40_000 }), fc.integer({ min: 1, max: 2 ** 40 })), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(gaps, fc.nat({ max: 40_000 }), (shares, after) => {
        const sink = new MemorySink()
        const rows = new ShareRows(sink)
        const expected = new Map<number, number>()
        let row = -1
        for (const [gap, amount] of shares) {
          row += 1 + gap
          expected.set(row, amount)
          rows.add(row, amount)
        }
        const count = row + 1 + after
        rows.end(count)
        const packed = new Float64Array(Uint8Array.from(sink.bytes()).buffer)
        assert.lengthOf(packed, count)
        for (const [at, amount] of packed.entries()) {
          if (amount !== (expected.get(at) ?? 0)) assert.fail(`row ${at} has ${amount}`)
        }
      }),
      { numRuns: 60 }
    )
  })

  test('shares of other rows than those of use are refused, and no line is written', ({
    assert,
  }) => {
    const packed = {
      rows: 2,
      subscribers: new Uint8Array(16),
      works: new Uint8Array(32),
      ends: Uint32Array.of(2),
      work: Uint32Array.of(0, 1),
      counter: new Uint8Array(2),
      units: Uint32Array.of(1, 1),
    }
    for (const amounts of [[5], [5, 5, 5]]) {
      const sink = new MemorySink()
      const write = () => writeShareLines(packed, Float64Array.from(amounts), sink)
      assert.throws(write, /beside 2 rows of use/)
      assert.equal(`${sink}`, '')
    }
  })
})
