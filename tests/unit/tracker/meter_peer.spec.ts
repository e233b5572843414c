import { test } from '@japa/runner'
import fc from 'fast-check'
import { advance, beginMeter, observe, type Counters } from '#services/tracker/meter_peer'

const said = (left: number, downloaded = 0, uploaded = 0): Counters => ({
  left: BigInt(left),
  downloaded: BigInt(downloaded),
  uploaded: BigInt(uploaded),
  event: '',
})

/** Runs announces through the meter; gives the completions and the bytes counted. */
function run(announces: Counters[], seenBefore = false) {
  const [first, ...rest] = announces
  const meter = beginMeter(first, seenBefore)
  let completions = 0
  let downloaded = 0n
  for (const now of [first, ...rest]) {
    const seen = observe(meter, now)
    if (seen.completes) completions++
    downloaded += seen.downloadedDelta
    advance(meter, now, seen.completes)
  }
  return { completions, downloaded }
}

test.group('What an announce means', () => {
  test('P2: three times nothing left is one completion', ({ assert }) => {
    assert.equal(run([said(9), said(0), said(0), said(0)]).completions, 1)
  })

  test('P2: a peer that was never seen incomplete completes nothing', ({ assert }) => {
    assert.equal(run([said(0), said(0)]).completions, 0)
    assert.equal(run([said(0), said(9), said(0)]).completions, 1)
  })

  test('P2: nothing completes while something is left', ({ assert }) => {
    assert.equal(run([said(999), said(999), said(1)]).completions, 0)
  })

  test('a beginning that another process saw counts', ({ assert }) => {
    assert.equal(run([said(0)], true).completions, 1)
  })

  test('P3: an unknown peer brings no bytes with it, and counters that go back none', ({
    assert,
  }) => {
    assert.equal(run([said(9, 500), said(9, 700)]).downloaded, 200n)
    assert.equal(run([said(9, 500), said(9, 3), said(9, 10)]).downloaded, 7n)
  })

  test('P2: never more than one completion, never a negative byte (1 000 seeds)', () => {
    const announce = fc.record({ left: fc.nat(2), downloaded: fc.nat(50) })
    fc.assert(
      fc.property(fc.array(announce, { minLength: 1 }), fc.boolean(), (list, before) => {
        const { completions, downloaded } = run(
          list.map((entry) => said(entry.left, entry.downloaded)),
          before
        )
        const firstLeft = list.findIndex((entry) => entry.left > 0)
        const ends = list.some(
          (entry, at) => entry.left === 0 && (before || (firstLeft >= 0 && at > firstLeft))
        )
        return completions === (ends ? 1 : 0) && downloaded >= 0n
      }),
      { numRuns: 1_000 }
    )
  })
})
