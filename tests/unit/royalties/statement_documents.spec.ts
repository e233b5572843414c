import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  buildPayeeStatement,
  type PayeeRows,
} from '#services/royalties/statements/build_payee_statement'
import {
  buildSubscriberStatement,
  type SubscriberRows,
} from '#services/royalties/statements/build_subscriber_statement'
import { StatementError, type StatementPolicy } from '#services/royalties/statements/documents'
import { apportion } from '#values/apportion'
import { canonicalJson } from '#values/digest'
import { checkSums } from '#verify/sums'

const POLICY: StatementPolicy = {
  resolution_id: 'ag-2026-3',
  resolution_title: 'Clés de répartition',
  adopted_on: '2026-06-20',
  keys: { artists: '7000', contributions: '1500', operations: '1500' },
  weights: { listening: '1', download: '10' },
  payout_threshold_cents: '500',
  carry_months: '3',
}

/** TV2 of rules-platform 3.3: 8,00 € are 6,67 € net, 4,67 / 1,00 / 1,00 by the keys. */
function subscriberRows(changes: Partial<SubscriberRows> = {}): SubscriberRows {
  return {
    period: '2026-10',
    revision: 1,
    ruleVersion: 1,
    policy: POLICY,
    operationLines: [
      { label_fr: 'Serveurs', label_en: 'Servers', basis_points: 3333 },
      { label_fr: 'Salaires', label_en: 'Wages', basis_points: 6667 },
    ],
    subscriberId: '0f8fad5b-d9cb-469f-a165-70867728950e',
    payments: [
      {
        contributionId: 'c1',
        settledOn: '2026-10-05',
        grossCents: 800n,
        vatRateBp: 2000n,
        vatCents: 133n,
        paymentFeeCents: 0n,
        netCents: 667n,
      },
    ],
    artistsMicro: 4_669_000n,
    contributionsMicro: 1_000_500n,
    operationsMicro: 1_000_500n,
    carriedInMicro: 0n,
    carriedOut: null,
    pooledMicro: 0n,
    works: [
      {
        workId: 'w2',
        title: 'Éclipse',
        artist: 'Zoé',
        units: {
          server: { listening: 0n, download: 1n },
          announce: { listening: 0n, download: 0n },
        },
        weight: 10n,
        amountMicro: 4_000_000n,
      },
      {
        workId: 'w1',
        title: 'Marée',
        artist: 'Ondes',
        units: { announce: { listening: 0n, download: 2n } },
        weight: 20n,
        amountMicro: 669_000n,
      },
    ],
    causesChosenBySubscriber: false,
    causes: [
      { causeId: 'framasoft', name: 'Framasoft', basisPoints: 10_000, amountMicro: 1_000_500n },
    ],
    byProRata: { toTheseWorksMicro: 1n, elsewhereMicro: 4_668_999n },
    ...changes,
  }
}

function payeeRows(changes: Partial<PayeeRows> = {}): PayeeRows {
  const work = (workId: string, listeners: bigint, amountMicro: bigint) => ({
    workId,
    title: 'Marée',
    artist: 'Ondes',
    basisPoints: 5000,
    units: { server: { listening: 0n, download: 7n } },
    listeners,
    workAmountMicro: amountMicro * 2n,
    amountMicro,
    byProRataMicro: amountMicro - 1n,
  })
  return {
    period: '2026-10',
    revision: 1,
    ruleVersion: 1,
    policy: POLICY,
    payeeId: 'p1',
    payeeName: 'Ondes',
    works: [work('w1', 4n, 3_000_000n), work('w2', 5n, 2_500_001n)],
    adjustments: [{ amountMicro: -500_000n, corrects: 'c9', reason: 'Prélèvement rejeté' }],
    openingMicro: 10n,
    linesMicro: 5_500_001n,
    adjustmentsMicro: -500_000n,
    payoutCents: 500n,
    closingMicro: 11n,
    payoutReference: 'PEERFY-2026-10-p1',
    ...changes,
  }
}

test.group('statement of a subscriber', () => {
  test('TV2: 8,00 € stand on it down to the last micro-euro', ({ assert }) => {
    const statement = buildSubscriberStatement(subscriberRows())
    assert.deepEqual(statement.totals, {
      gross_cents: '800',
      vat_cents: '133',
      payment_fees_cents: '0',
      fee_shortfall_cents: '0',
      net_cents: '667',
      artists_micro: '4669000',
      contributions_micro: '1000500',
      operations_micro: '1000500',
      carried_in_micro: '0',
      carried_out_micro: '0',
      pooled_micro: '0',
    })
    assert.deepEqual(
      statement.operations.map((line) => line.amount_micro),
      ['333467', '667033']
    )
    assert.deepEqual(
      statement.works.map((work) => [work.work_id, work.units]),
      [
        ['w1', { announce: { listening: '0', download: '2' } }],
        ['w2', { server: { listening: '0', download: '1' } }],
      ]
    )
  })

  test('P13: the order of the rows does not change a byte', ({ assert }) => {
    const rows = subscriberRows()
    const other = subscriberRows({ works: rows.works.toReversed() })
    assert.equal(
      canonicalJson(buildSubscriberStatement(rows)),
      canonicalJson(buildSubscriberStatement(other))
    )
  })

  test('P19: a month without use shows what is carried', ({ assert }) => {
    const statement = buildSubscriberStatement(
      subscriberRows({ works: [], carriedOut: { amountMicro: 4_669_000n, months: 1 } })
    )
    assert.equal(statement.totals.carried_out_micro, '4669000')
    assert.equal(statement.carried_out_months, '1')
  })

  test('is never written with a figure that does not add up', ({ assert }) => {
    const wrong: Partial<SubscriberRows>[] = [
      { artistsMicro: 4_669_001n },
      { works: [] },
      { causes: [] },
      { pooledMicro: 1n },
      { payments: [] },
    ]
    for (const change of wrong) {
      assert.throws(() => buildSubscriberStatement(subscriberRows(change)), StatementError)
    }
  })

  test('P12: the verifier finds the same sums, whatever the month', async () => {
    const cents = fc.bigInt({ min: 0n, max: 100_000n })
    fc.assert(
      fc.property(
        cents,
        cents,
        fc.array(fc.bigInt({ min: 1n, max: 99n }), { minLength: 1 }),
        (net, vat, weights) => {
          const micro = net * 10_000n
          const keys = ['artists', 'contributions', 'operations'] as const
          const parts = apportion(
            micro,
            keys.map((id, index) => ({ id, weight: [7000n, 1500n, 1500n][index]! })),
            (id) => id
          )
          const ids = weights.map((weight, index) => ({ id: `w${index}`, weight }))
          const amounts = apportion(parts[0]!, ids, (id) => id)
          const payment = {
            ...subscriberRows().payments[0]!,
            grossCents: net + vat + 3n,
            vatCents: vat,
            paymentFeeCents: 3n,
            netCents: net,
          }
          const statement = buildSubscriberStatement(
            subscriberRows({
              payments: [payment],
              artistsMicro: parts[0]!,
              contributionsMicro: parts[1]!,
              operationsMicro: parts[2]!,
              works: ids.map(({ id, weight }, index) => ({
                workId: id,
                title: id,
                artist: id,
                units: {},
                weight,
                amountMicro: amounts[index]!,
              })),
              causes: [{ causeId: 'x', name: 'x', basisPoints: 10_000, amountMicro: parts[1]! }],
              operationLines: [],
            })
          )
          return checkSums(statement)!.every((check) => check.expected === check.found)
        }
      ),
      { numRuns: 200 }
    )
  })
})

test.group('statement of a payee', () => {
  test('P18: says what is paid, why, and what is carried over', ({ assert }) => {
    const statement = buildPayeeStatement(payeeRows())
    assert.equal(statement.payout, 'due')
    assert.equal(statement.totals.balance_micro, '5000011')
    assert.equal(statement.totals.closing_micro, '11')
    assert.isTrue(checkSums(statement)!.every((check) => check.expected === check.found))

    const unpaid = { payoutCents: 0n, adjustments: [], adjustmentsMicro: 0n }
    const reason = (changes: Partial<PayeeRows>) =>
      buildPayeeStatement(payeeRows({ ...unpaid, ...changes }))
    const below = reason({ closingMicro: 5_500_011n })
    assert.deepEqual([below.payout, below.payout_reference], ['below_threshold', null])
    assert.equal(
      reason({ openingMicro: -6_000_000n, closingMicro: -499_999n }).payout,
      'negative_balance'
    )
  })

  test('k-anonymity: fewer than five listeners are not counted', ({ assert }) => {
    const { works } = buildPayeeStatement(payeeRows())
    assert.deepEqual(
      works.map((work) => work.listeners),
      [null, '5']
    )
  })

  test('is never written with a figure that does not add up', ({ assert }) => {
    for (const change of [{ closingMicro: 12n }, { linesMicro: 1n }, { adjustments: [] }]) {
      assert.throws(() => buildPayeeStatement(payeeRows(change)), StatementError)
    }
  })
})
