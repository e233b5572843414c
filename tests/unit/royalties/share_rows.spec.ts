import { test } from '@japa/runner'
import fc from 'fast-check'
import { MemorySink } from '#services/royalties/allocation/byte_io'
import { ShareRows } from '#services/royalties/units/share_rows'

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
})
