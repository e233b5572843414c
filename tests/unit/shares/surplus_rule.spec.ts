import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  interestCap,
  interestOf,
  isWithinCap,
  surplusFrame,
} from '#services/shares/surplus/surplus_rule'

const PARTS = { legalBp: 1500, statutoryBp: 5000 }
const YIELDS = [
  { year: 2021, half: 1, rateMillipercent: 200 },
  { year: 2021, half: 2, rateMillipercent: 270 },
  { year: 2022, half: 1, rateMillipercent: 1325 },
  { year: 2022, half: 2, rateMillipercent: 2510 },
  { year: 2023, half: 1, rateMillipercent: 3140 },
  { year: 2023, half: 2, rateMillipercent: 3370 },
]
const euros = (amount: number) => BigInt(amount) * 100n

test.group('Shares | surplus rule', () => {
  test('C33: {title}')
    .with([
      {
        title:
          'reserves below the capital: 10 000 € give 1 500 + 4 250 at least, interest 4 250 at most',
        year: { surplus: 10_000, subsidies: 0, reserves: 0, capital: 50_000 },
        frame: [1_500, 4_250, 4_250],
      },
      {
        title: 'reserves as high as the capital: nothing more for the legal reserve, 5 000 + 5 000',
        year: { surplus: 10_000, subsidies: 0, reserves: 50_000, capital: 50_000 },
        frame: [0, 5_000, 5_000],
      },
      {
        title: 'a subsidy of 4 000 € earns no interest: 6 000 − 900 − 2 550 = 2 550',
        year: { surplus: 10_000, subsidies: 4_000, reserves: 0, capital: 50_000 },
        frame: [1_500, 4_250, 2_550],
      },
      {
        title: 'a loss allocates nothing',
        year: { surplus: -500, subsidies: 0, reserves: 0, capital: 50_000 },
        frame: [0, 0, 0],
      },
    ])
    .run(({ assert }, { year, frame }) => {
      const found = surplusFrame(
        {
          surplusCents: euros(year.surplus),
          subsidiesCents: euros(year.subsidies),
          reservesCents: euros(year.reserves),
          capitalCents: euros(year.capital),
        },
        PARTS
      )
      assert.deepEqual(
        [found.legalReserveCents, found.minStatutoryReserveCents, found.maxInterestCents],
        frame.map(euros)
      )
    })

  test('C33: the parts never exceed the surplus and the reserves are never short', ({ assert }) => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n })
    fc.assert(
      fc.property(amount, amount, amount, amount, (surplus, subsidies, reserves, capital) => {
        const frame = surplusFrame(
          {
            surplusCents: surplus,
            subsidiesCents: subsidies,
            reservesCents: reserves,
            capitalCents: capital,
          },
          PARTS
        )
        const legal = frame.legalReserveCents
        const owed = reserves < capital ? surplus * 1500n : 0n
        assert.isTrue(legal * 10_000n >= owed)
        assert.isTrue(frame.minStatutoryReserveCents * 2n >= surplus - legal)
        assert.isTrue(frame.maxInterestCents >= 0n)
        assert.isTrue(legal + frame.minStatutoryReserveCents + frame.maxInterestCents <= surplus)
      })
    )
  })

  test('C34: 2021 to 2023 have a mean of 1,8025 %, so the cap is 3,8025 %', ({ assert }) => {
    const cap = interestCap(YIELDS, 2024, 2000)!
    assert.equal(cap.numerator * 2n, cap.denominator * 7605n, '3802,5 thousandths of a percent')
    assert.isTrue(isWithinCap(3802n, cap))
    assert.isFalse(isWithinCap(3803n, cap))
  })

  test('C34: on 20 000 € held all year at the cap the interest is 760,50 €', ({ assert }) => {
    const cap = interestCap(YIELDS, 2024, 2000)!
    assert.equal(interestOf(euros(20_000) * 366n, 366n, cap), 76_050n)
    assert.equal(
      interestOf(euros(20_000) * 183n, 366n, cap),
      38_025n,
      'half of the year, half of it'
    )
  })

  test('C34: without one of the six half-years there is no cap to rely on', ({ assert }) => {
    assert.isNull(interestCap(YIELDS.slice(1), 2024, 2000))
    assert.isNull(interestCap(YIELDS, 2025, 2000))
  })
})
