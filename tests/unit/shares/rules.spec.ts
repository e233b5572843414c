import { test } from '@japa/runner'
import { capitalFloorCents, leastFirstPaymentCents } from '#services/shares/rules/capital_floor'
import { claimQueue, type QueuedClaim } from '#services/shares/rules/claim_queue'
import { isWithinPublicHalf } from '#services/shares/rules/public_half'
import { monthsAfter, repaymentAmount } from '#services/shares/rules/repayment'
import { leastSharesOf, subscribedCents } from '#services/shares/rules/subscription_amount'
import { REFERENCE_SETTINGS } from '#services/statutes/reference_profile'

const { capital, identity } = REFERENCE_SETTINGS
const statutes = (
  minimum: string,
  statutory: string,
  legalForm: 'SAS' | 'SA' | 'SARL' = 'SAS'
) => ({
  capital: { ...capital, statutoryMinimumCents: minimum, statutoryCapitalCents: statutory },
  identity: { ...identity, legalForm },
})

test.group('C07 subscription', () => {
  test('{shares} × {nominal} cents = {total}')
    .with([
      { shares: 3, nominal: 2_000n, total: 6_000n },
      { shares: 1, nominal: 1n, total: 1n },
      { shares: 2_000_000, nominal: 10_000_000n, total: 20_000_000_000_000n },
    ])
    .run(({ assert }, { shares, nominal, total }) => {
      assert.equal(subscribedCents(shares, nominal), total)
    })

  test('{0} is no number of shares')
    .with([[0], [-1], [1.5], [Number.NaN], [2 ** 53]])
    .run(({ assert }, [shares]) => {
      assert.throws(() => subscribedCents(shares, 2_000n), RangeError)
    })

  test('the category that counts says how many, by the order of the statutes (C03)', ({
    assert,
  }) => {
    const partner = REFERENCE_SETTINGS.categories.find(({ code }) => code === 'partner')!
    assert.equal(leastSharesOf(['partner'], REFERENCE_SETTINGS), partner.minShares)
    assert.equal(leastSharesOf(['partner', 'artist'], REFERENCE_SETTINGS), 1)
    assert.equal(leastSharesOf([], REFERENCE_SETTINGS), 1)
    assert.equal(leastSharesOf(['unheard of'], REFERENCE_SETTINGS), 1)
  })
})

test.group('C08 paid-up part', () => {
  test('of {total} cents at {bp} basis points at least {least}')
    .with([
      { total: 10_000n, bp: 2_500, least: 2_500n },
      { total: 10_001n, bp: 2_500, least: 2_501n },
      { total: 10_000n, bp: 10_000, least: 10_000n },
      { total: 3n, bp: 2_500, least: 1n },
    ])
    .run(({ assert }, { total, bp, least }) => {
      assert.equal(leastFirstPaymentCents(total, bp), least)
    })
})

test.group('C09 public half', () => {
  test('{held} of {capital}: {within}')
    .with([
      { held: 5_000_000n, capital: 10_000_000n, within: true },
      { held: 5_000_000n, capital: 9_990_000n, within: false },
      { held: 5_000_001n, capital: 10_000_001n, within: false },
      { held: 0n, capital: 0n, within: true },
    ])
    .run(({ assert }, { held, capital: whole, within }) => {
      assert.equal(isWithinPublicHalf(held, whole), within)
    })
})

test.group('C10 capital floor', () => {
  test('peak {peak}, statutes {minimum}/{statutory}, {form}: {floor}')
    .with([
      { peak: 40_000_000n, minimum: '0', statutory: '0', form: 'SAS' as const, floor: 10_000_000n },
      { peak: 40_000_001n, minimum: '0', statutory: '0', form: 'SAS' as const, floor: 10_000_001n },
      { peak: 0n, minimum: '0', statutory: '99', form: 'SARL' as const, floor: 10n },
      { peak: 100n, minimum: '5000', statutory: '0', form: 'SAS' as const, floor: 5_000n },
      { peak: 100n, minimum: '5000', statutory: '0', form: 'SA' as const, floor: 1_850_000n },
    ])
    .run(({ assert }, { peak, minimum, statutory, form, floor }) => {
      assert.equal(capitalFloorCents(peak, statutes(minimum, statutory, form)), floor)
    })
})

test.group('C14 repayment amount', () => {
  const sheet = {
    capitalCents: 10_000_000n,
    statutoryReserveCents: 800_000n,
    carriedLossCents: 0n,
    resultCents: -1_200_000n,
  }
  const two = { subscribedCents: 20_000n, paidUpCents: 20_000n }

  test('{name}: {amount}')
    .with([
      { name: 'reserves take the loss first', sheet, impute: true, amount: 19_200n },
      { name: 'the capital takes all of it', sheet, impute: false, amount: 17_600n },
      { name: 'no accounts, no loss', sheet: null, impute: true, amount: 20_000n },
      {
        name: 'losses carried count',
        sheet: { ...sheet, carriedLossCents: 800_000n, resultCents: -400_000n },
        impute: false,
        amount: 17_600n,
      },
      {
        name: 'a surplus makes up for them',
        sheet: { ...sheet, carriedLossCents: 800_000n, resultCents: 900_000n },
        impute: false,
        amount: 20_000n,
      },
      {
        name: 'reserves above the loss give nothing more',
        sheet: { ...sheet, statutoryReserveCents: 9_000_000n },
        impute: true,
        amount: 20_000n,
      },
      {
        name: 'never below zero',
        sheet: { ...sheet, resultCents: -90_000_000n },
        impute: true,
        amount: 0n,
      },
    ])
    .run(({ assert }, { sheet: balance, impute, amount }) => {
      const worth = repaymentAmount(two, balance, impute)
      assert.equal(worth.amountCents, amount)
      assert.equal(worth.amountCents + worth.lossShareCents, two.paidUpCents)
    })

  test('half paid shares bear the loss of whole ones', ({ assert }) => {
    const half = { subscribedCents: 20_000n, paidUpCents: 10_000n }
    assert.equal(repaymentAmount(half, sheet, false).amountCents, 7_600n)
  })
})

test.group('C15 due day, C17 tail', () => {
  test('{from} and {months} months: {day}')
    .with([
      { from: '2026-03-31', months: 60, day: '2031-03-31' },
      { from: '2024-02-29', months: 60, day: '2029-02-28' },
      { from: '2026-08-31', months: 6, day: '2027-02-28' },
      { from: '2026-03-31', months: 0, day: '2026-03-31' },
    ])
    .run(({ assert }, { from, months, day }) => {
      assert.equal(monthsAfter(from, months), day)
    })
})

test.group('C16 queue', () => {
  const today = '2031-04-01'
  const claim = (number: number, euros: bigint, given: Partial<QueuedClaim> = {}): QueuedClaim => ({
    id: `claim-${number}`,
    number,
    exitOn: '2026-03-31',
    dueOn: '2031-03-31',
    nominalCents: euros * 100n,
    isEarly: false,
    ...given,
  })
  const verdicts = (claims: QueuedClaim[], roomEuros: bigint) =>
    claimQueue(claims, { roomCents: roomEuros * 100n, today }).map(
      ({ claim: { number }, verdict }) => `${number} ${verdict}`
    )

  test('capital 104 000, floor 100 000, queue 3 000/2 500/500: 3 000 only', ({ assert }) => {
    const queue = [claim(1, 3_000n), claim(2, 2_500n), claim(3, 500n)]
    assert.deepEqual(verdicts(queue, 4_000n), ['1 payable', '2 floor', '3 behind'])
  })

  test('by the day of the exit, then by number, however they come', ({ assert }) => {
    const queue = [claim(3, 1n), claim(1, 1n, { exitOn: '2026-05-01' }), claim(2, 1n)]
    assert.deepEqual(verdicts(queue, 9n), ['2 payable', '3 payable', '1 payable'])
  })

  test('what is not due is passed over, unless the board decided, and keeps its room (C15)', ({
    assert,
  }) => {
    const later = { dueOn: '2031-04-02' }
    const early = { exitOn: '2027-01-01', dueOn: '2032-01-01', isEarly: true }
    const queue = [claim(1, 3n, later), claim(2, 2n, early), claim(3, 2n, early)]
    assert.deepEqual(verdicts(queue, 5n), ['1 not_due', '2 payable', '3 floor'])
    assert.deepEqual(verdicts([claim(1, 1n, { dueOn: today })], 1n), ['1 payable'])
    assert.deepEqual(verdicts([], 0n), [])
  })
})
