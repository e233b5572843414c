import { test } from '@japa/runner'
import { lossOfYear } from '#services/shares/claims/loss_of_year'
import { dayOf } from '#values/day'

type Known = Parameters<typeof lossOfYear>[0]
type Version = [recordedOn: string, resultCents: bigint]

/** Versions of 2026's accounts, the newest first; capital 100 000 €. */
function versionsOf(versions: Version[], more: object = {}): Known['versions'] {
  const year = {
    closedOn: dayOf('2026-12-31'),
    capitalCents: 10_000_000n,
    statutoryReserveCents: 0n,
    carriedLossCents: 0n,
  }
  return versions.map(([day, resultCents]) => ({
    ...year,
    recordedAt: dayOf(day),
    resultCents,
    ...more,
  })) as unknown as Known['versions']
}

type Valued = [reason: 'exit' | 'accounts' | 'claw_back', closedOn: string | null, more?: object]

/** Valuations, the newest first, a day apart from 10 June 2027 on. */
function valuationsOf(valued: Valued[], amountCents = 20_000n): Known['valuations'] {
  return valued.map(([reason, closed, more], index) => ({
    reason,
    version: valued.length - index,
    amountCents,
    recordedAt: dayOf('2027-06-10').plus({ days: valued.length - index - 1 }),
    detail: { closed_on: closed, ...more },
  }))
}

const LOST: Version[] = [['2027-06-01', -1_200_000n]]
const CORRECTED: Version[] = [
  ['2027-09-01', -1_500_000n],
  ['2027-06-01', -1_200_000n],
]
const taken = (cents: number) => ({ loss_cents: String(cents) })

/** A claim on 200 €; loss, counted and taken in cents. */
const CASES: [string, Valued[], Version[], bigint | undefined, [bigint, bigint, bigint]][] = [
  [
    'a year that no valuation read',
    [['exit', '2025-12-31']],
    LOST,
    undefined,
    [1_200_000n, 0n, 2_400n],
  ],
  ['no accounts at the exit', [['exit', null]], LOST, undefined, [1_200_000n, 0n, 2_400n]],
  [
    'a year already in the last valuation',
    [
      ['accounts', '2026-12-31'],
      ['exit', null],
    ],
    LOST,
    undefined,
    [1_200_000n, 1_200_000n, 0n],
  ],
  [
    'a year before the one of the last valuation',
    [['accounts', '2027-12-31']],
    LOST,
    undefined,
    [1_200_000n, 1_200_000n, 0n],
  ],
  [
    'accounts corrected after the valuation: the difference',
    [['accounts', '2026-12-31']],
    CORRECTED,
    undefined,
    [1_500_000n, 1_200_000n, 600n],
  ],
  [
    'taken back once already',
    [
      ['claw_back', '2026-12-31', taken(1_200_000)],
      ['exit', '2025-12-31'],
    ],
    LOST,
    undefined,
    [1_200_000n, 1_200_000n, 0n],
  ],
  [
    'taken back once, and more is known today',
    [
      ['claw_back', '2026-12-31', taken(1_200_000)],
      ['exit', '2025-12-31'],
    ],
    LOST,
    1_500_000n,
    [1_500_000n, 1_200_000n, 600n],
  ],
  [
    'another year was taken back',
    [
      ['claw_back', '2025-12-31', taken(1_200_000)],
      ['exit', '2024-12-31'],
    ],
    LOST,
    undefined,
    [1_200_000n, 0n, 2_400n],
  ],
  ['a surplus', [['exit', null]], [['2027-06-01', 500n]], undefined, [0n, 0n, 0n]],
  [
    'never more than the claim is worth',
    [['exit', null]],
    [['2027-06-01', -9_000_000_000n]],
    undefined,
    [9_000_000_000n, 0n, 20_000n],
  ],
]

test.group('C17: what of a year’s loss is left to take back', () => {
  for (const [title, valued, versions, asked, expected] of CASES) {
    test(`C17: ${title}`, ({ assert }) => {
      const found = lossOfYear(
        {
          claim: { subscribedCents: 20_000n },
          valuations: valuationsOf(valued),
          versions: versionsOf(versions),
          imputeReserves: true,
        },
        asked
      )
      assert.deepEqual([found.lossCents, found.countedCents, found.takenCents], expected)
    })
  }

  test('C17: the statutory reserve takes its part first where the statutes say so', ({
    assert,
  }) => {
    const reserves = { statutoryReserveCents: 900_000n, carriedLossCents: 100_000n }
    const of = (imputeReserves: boolean) =>
      lossOfYear({
        claim: { subscribedCents: 20_000n },
        valuations: valuationsOf([['exit', '2025-12-31']]),
        versions: versionsOf(LOST, reserves),
        imputeReserves,
      }).takenCents
    assert.deepEqual([of(true), of(false)], [800n, 2_400n])
  })
})
