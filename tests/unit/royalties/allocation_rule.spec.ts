import { test } from '@japa/runner'
import { allocateByFiles } from '#tests/support/royalties/allocate_both_ways'
import { rowsOf, smallMonth } from '#tests/support/royalties/small_month'
import { ledgerCents } from '#services/royalties/allocation/rule'

async function allocate(rows: Record<string, string[]>, policy: object = {}) {
  const files = await allocateByFiles(smallMonth(rows, policy))
  return {
    works: rowsOf(files['subscriber_works.csv']),
    causes: rowsOf(files['subscriber_causes.csv']),
    payees: rowsOf(files['payees.csv']),
    balances: rowsOf(files['balances.csv']),
    carried: rowsOf(files['carried.csv']),
    summary: JSON.parse(files['summary.json']),
  }
}

test.group('Allocation rule v1 | steps 1 and 2: fees and keys', () => {
  test('{gross} cents at {rate} bp with a fee of {fee}: VAT {vat}, net {net}, shortfall {short}')
    .with([
      { gross: 800, rate: 2000, fee: 0, vat: 133, net: 667, short: 0 }, // TV1
      { gross: 800, rate: 2000, fee: 35, vat: 133, net: 632, short: 0 },
      { gross: 800, rate: 0, fee: 800, vat: 0, net: 0, short: 0 },
      { gross: 0, rate: 2000, fee: 25, vat: 0, net: 0, short: 25 },
      { gross: 20, rate: 2000, fee: 25, vat: 3, net: 0, short: 8 },
    ])
    .run(async ({ assert }, { gross, rate, fee, vat, net, short }) => {
      const { summary } = await allocate({ contributions: [`c,s,${gross},${rate},${fee}`] })
      assert.equal(summary.vat_cents, String(vat))
      assert.equal(summary.net_cents, String(net))
      assert.equal(summary.fee_shortfall_cents, String(short))
      assert.equal(summary.artists_micro, String(net * 7000))
    })

  test('a shortfall is not taken from another contribution', async ({ assert }) => {
    const { summary } = await allocate({ contributions: ['c1,s,800,2000,0', 'c2,s,0,0,25'] })
    assert.equal(summary.net_cents, '667')
    assert.equal(summary.fee_shortfall_cents, '25')
  })
})

test.group('Allocation rule v1 | steps 3 and 4: works, carry and pool', () => {
  test('TV5: each fee follows its own subscriber’s use', async ({ assert }) => {
    const { works } = await allocate({
      contributions: ['c1,A,800,2000,0', 'c2,B,800,2000,0'],
      usage: ['A,X,1,0', 'B,X,100,0', 'B,Y,900,0'],
    })
    assert.deepEqual(works, ['A,X,4669000', 'B,X,466900', 'B,Y,4202100'])
  })

  test('a download weighs ten plays; weights of 0 are no use', async ({ assert }) => {
    const rows = { contributions: ['c,s,110,0,0'], usage: ['s,X,1,0', 's,Y,0,1', 's,Z,0,0'] }
    const { works } = await allocate(rows)
    assert.deepEqual(works, ['s,X,70000', 's,Y,700000'])
    const deaf = await allocate(rows, { weights: { listening: 0, download: 0 } })
    assert.deepEqual(deaf.carried, ['s,770000,1'])
  })

  test('without use, {0} months waited become: carried {1}, pool {2}')
    .with([
      [0, ['s,700000,1'], '0'],
      [2, ['s,700000,3'], '0'],
      [3, [], '700000'],
      [9, [], '700000'],
    ] as [number, string[], string][])
    .run(async ({ assert }, [months, carried, pool]) => {
      const result = await allocate({
        carried: [`s,700000,${months}`],
        usage: ['other,X,3,0', 'other,Y,1,0'],
      })
      assert.deepEqual(result.carried, carried)
      assert.equal(result.summary.pool_micro, pool)
      // The pool stands in payees.csv only.
      assert.deepEqual(result.works, [])
      const lines = pool === '0' ? [] : ['suspense,X,525000', 'suspense,Y,175000']
      assert.deepEqual(result.payees, lines)
    })

  test('with use, what was carried is shared with the month', async ({ assert }) => {
    const { works, carried, summary } = await allocate({
      contributions: ['c,s,100,0,0'],
      carried: ['s,5,3'],
      usage: ['s,X,1,0'],
    })
    assert.deepEqual(works, ['s,X,700005'])
    assert.deepEqual(carried, [])
    assert.equal(summary.carried_in_micro, '5')
  })

  test('if nobody used anything, all is carried, however old', async ({ assert }) => {
    const { carried, summary } = await allocate({
      contributions: ['c,s,100,0,0'],
      carried: ['s,5,7', 't,9,3'],
      usage: ['s,X,0,0'],
    })
    assert.deepEqual(carried, ['s,700005,8', 't,9,4'])
    assert.equal(summary.pool_micro, '0')
    assert.equal(summary.carried_out_micro, '700014')
  })

  test('use by someone with nothing to share weighs in the pool only', async ({ assert }) => {
    const { works, payees } = await allocate({
      contributions: ['c,paying,100,0,0'],
      carried: ['gone,40,3'],
      usage: ['free,Y,3,0', 'paying,X,1,0'],
    })
    assert.deepEqual(works, ['paying,X,700000'])
    assert.deepEqual(payees, ['suspense,X,700010', 'suspense,Y,30'])
  })
})

test.group('Allocation rule v1 | step 5: causes', () => {
  test('own causes if chosen, else the voted ones', async ({ assert }) => {
    const { causes } = await allocate({
      contributions: ['c1,s,100,0,0', 'c2,t,100,0,0'],
      choices: ['t,bees,0', 't,rivers,10000', 'u,bees,10000'],
    })
    assert.deepEqual(causes, ['s,books,60000', 's,trees,90000', 't,rivers,150000'])
  })
})

test.group('Allocation rule v1 | steps 6 and 7: payees and balances', () => {
  const paid = { contributions: ['c,s,1000,0,0'], usage: ['s,X,1,0'] }

  test('a work is split by its sheet, and waits in suspense without one', async ({ assert }) => {
    const { payees, summary } = await allocate({
      ...paid,
      usage: ['s,X,1,0', 's,Y,1,0'],
      splits: ['X,bob,2500', 'X,suspense,7500', 'Z,bob,10000'],
    })
    assert.deepEqual(payees, ['bob,X,875000', 'suspense,X,2625000', 'suspense,Y,3500000'])
    assert.equal(summary.payee_lines_micro, '875000')
    assert.equal(summary.suspense_micro, '6125000')
  })

  test('a balance of {0} + 7,000,000 + {1} with a threshold of {2} pays {3}, keeps {4}')
    .with([
      [0, 0, 500, 700, 0],
      [9_999, 0, 500, 700, 9_999],
      [0, 0, 701, 0, 7_000_000],
      [0, -2_000_001, 500, 0, 4_999_999],
      [0, -2_000_000, 500, 500, 0],
      [-8_000_000, 0, 0, 0, -1_000_000],
      [-6_999_999, 0, 0, 0, 1],
      [-7_000_000, 0, 0, 0, 0],
    ])
    .run(async ({ assert }, [opening, adjustment, threshold, payout, closing]) => {
      const { balances, summary } = await allocate(
        {
          ...paid,
          splits: ['X,bob,10000'],
          balances: [`bob,${opening}`],
          adjustments: [`bob,${adjustment},line-1`],
        },
        { payout_threshold_cents: threshold }
      )
      assert.deepEqual(balances, [`bob,${opening},7000000,${adjustment},${payout},${closing}`])
      assert.equal(summary.payout_cents, String(payout))
    })

  test('suspense is never paid out', async ({ assert }) => {
    const { balances, summary } = await allocate({ ...paid, balances: ['suspense,90000000'] })
    assert.deepEqual(balances, ['suspense,90000000,7000000,0,0,97000000'])
    assert.equal(summary.payout_cents, '0')
  })

  test('everyone with a line, an adjustment or a balance has a row, even of 0', async ({
    assert,
  }) => {
    const { balances } = await allocate({
      ...paid,
      splits: ['X,bob,10000', 'X,eve,0'],
      balances: ['zoe,0'],
      adjustments: ['ann,-5,a', 'ann,5,b'],
    })
    assert.deepEqual(balances, ['ann,0,0,0,0,0', 'bob,0,7000000,0,700,0', 'zoe,0,0,0,0,0'])
  })

  test('an empty month has six files with headers and a summary of zeros', async ({ assert }) => {
    const files = await allocateByFiles(smallMonth())
    assert.lengthOf(Object.keys(files), 6)
    for (const [name, content] of Object.entries(files)) {
      if (name.endsWith('.csv')) assert.match(content, /^[a-z_,]+\n$/)
    }
    const { period, rule_version: version, ...figures } = JSON.parse(files['summary.json'])
    assert.deepEqual([period, version], ['2026-10', 1])
    assert.deepEqual([...new Set(Object.values(figures))], ['0'])
    assert.lengthOf(Object.keys(figures), 15)
  })
})

test.group('Allocation rule v1 | step 8: cents for the ledger', () => {
  test('the keys in cents sum to the net', ({ assert }) => {
    const micro = { artists: 4_669_000n, contributions: 1_000_500n, operations: 1_000_500n }
    const cents = ledgerCents('2026-10', 667n, micro)
    assert.deepEqual(cents, { artists: 467n, contributions: 100n, operations: 100n })
    const nothing = { artists: 0n, contributions: 0n, operations: 0n }
    assert.deepEqual(ledgerCents('2026-10', 0n, nothing), nothing)
  })
})
