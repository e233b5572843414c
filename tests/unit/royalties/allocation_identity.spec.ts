import { test } from '@japa/runner'
import { allocateByFiles, allocateByRanges } from '#tests/support/royalties/allocate_both_ways'
import { randomMonth } from '#tests/support/royalties/random_month'
import { referenceAllocation, type Files } from '#tests/support/royalties/reference_allocation'
import fc from 'fast-check'

/** Every seed is one month; a failure prints the seed that repeats it. */
const RUNS = { numRuns: 1000 }
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 })

test.group('Allocation rule v1 | the same bytes whoever computes', () => {
  test('files and ranges give the bytes of the reference over 1,000 months', async ({ assert }) => {
    await fc.assert(
      fc.asyncProperty(seed, async (number) => {
        const month = randomMonth(number)
        const expected = referenceAllocation(month)
        assert.deepEqual(await allocateByFiles(month), expected)
        assert.deepEqual(await allocateByRanges(month), expected)
      }),
      RUNS
    )
  }).timeout(120_000)

  test('the months tried meet every corner of the rule', ({ assert }) => {
    const met = { pool: 0, carriedOut: 0, suspense: 0, shortfall: 0, payout: 0, huge: 0, unused: 0 }
    for (let number = 0; number < 200; number++) {
      const summary = JSON.parse(referenceAllocation(randomMonth(number))['summary.json'])
      if (summary.pool_micro !== '0') met.pool++
      if (summary.carried_out_micro !== '0') met.carriedOut++
      if (summary.suspense_micro !== '0') met.suspense++
      if (summary.fee_shortfall_cents !== '0') met.shortfall++
      if (summary.payout_cents !== '0') met.payout++
      if (summary.artists_micro.length > 16) met.huge++
      if (summary.payee_lines_micro === '0') met.unused++
    }
    for (const [corner, times] of Object.entries(met)) assert.isAbove(times, 4, corner)
  })

  test('the three identities hold over 1,000 months', async ({ assert }) => {
    await fc.assert(
      fc.asyncProperty(seed, async (number) => {
        const output = await allocateByRanges(randomMonth(number))
        const of = figures(output)
        assert.equal(
          of('gross_cents'),
          of('vat_cents') + of('payment_fees_cents') - of('fee_shortfall_cents') + of('net_cents')
        )
        assert.equal(
          of('net_cents') * 10_000n,
          of('artists_micro') + of('contributions_micro') + of('operations_micro')
        )
        const wentOut = of('payee_lines_micro') + of('suspense_micro') + of('carried_out_micro')
        assert.equal(of('artists_micro') + of('carried_in_micro'), wentOut)
        assert.equal(column(output['payees.csv'], 2) + column(output['carried.csv'], 1), wentOut)
        assert.equal(
          column(output['subscriber_works.csv'], 2) + of('pool_micro'),
          column(output['payees.csv'], 2)
        )
        assert.equal(column(output['subscriber_causes.csv'], 2), of('contributions_micro'))
        assert.equal(column(output['balances.csv'], 4), of('payout_cents'))
      }),
      RUNS
    )
  }).timeout(120_000)
})

function figures(output: Files): (name: string) => bigint {
  const summary = JSON.parse(output['summary.json'])
  return (name) => BigInt(summary[name])
}

function column(file: string, at: number): bigint {
  const lines = file.split('\n').slice(1, -1)
  return lines.reduce((sum, line) => sum + BigInt(line.split(',')[at]), 0n)
}
