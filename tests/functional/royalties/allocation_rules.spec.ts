import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { PayeeStatement, SubscriberStatement } from '#services/royalties/statements/documents'
import { chooseCauses } from '#services/royalties/causes/choose_causes'
import { findStatement } from '#services/royalties/queries/find_statement'
import {
  closeMonth,
  createPayee,
  createSubscriber,
  createWork,
  emptyMonths,
  prepareMonths,
  settlePaymentRow,
  useWork,
} from '#tests/support/months'
import { smallMonth } from '#tests/support/small_month'
import { FixedClock } from '#values/clock'
import { nextPeriod } from '#values/period'

const PERIOD = '2026-10'
const clock = new FixedClock('2026-10-20')

async function subscriberStatement(subjectId: string, period = PERIOD) {
  const found = await findStatement({ kind: 'subscriber', subjectId, period })
  return found!.document as SubscriberStatement
}

async function payeeStatement(subjectId: string, period = PERIOD) {
  const found = await findStatement({ kind: 'payee', subjectId, period })
  return found!.document as PayeeStatement
}

test.group('Royalties | what the rules promise people', (group) => {
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  test('P17: a share that nobody accepted waits in suspense, and can be seen', async ({
    assert,
  }) => {
    const { ana, sam, duo } = await smallMonth(PERIOD)
    await closeMonth(clock, PERIOD)
    const statement = await payeeStatement(ana)
    const line = statement.works.find((work) => work.work_id === duo)!
    assert.equal(line.basis_points, '3333')
    assert.isNull(await findStatement({ kind: 'payee', subjectId: sam, period: PERIOD }))
    const suspense = await db.from('payee_balances').whereNull('payee_id').first()
    assert.equal(suspense.payout_cents, '0')
    const kept = await db.from('payee_lines').whereNull('payee_id').where('work_id', duo).first()
    assert.equal(
      BigInt(kept.amount_micro) + BigInt(line.amount_micro),
      BigInt(line.work_amount_micro)
    )
  })

  test('P18: below the threshold nothing is paid, and the balance goes on', async ({ assert }) => {
    const payee = await createPayee('Zoé')
    const work = await createWork('Solo', [{ payeeId: payee, basisPoints: 10000 }])
    const [one, two] = [await createSubscriber(clock, '1'), await createSubscriber(clock, 'e')]
    await settlePaymentRow(one, PERIOD)
    await useWork(one, work, PERIOD, { download: 1 })
    await closeMonth(clock, PERIOD)
    const october = await payeeStatement(payee)
    assert.equal(october.payout, 'below_threshold')
    assert.equal(october.totals.payout_cents, '0')

    const next = nextPeriod(PERIOD)
    await settlePaymentRow(two, next)
    await useWork(two, work, next, { listening: 3, evidence: 'player' })
    await closeMonth(clock, next)
    const november = await payeeStatement(payee, next)
    assert.equal(november.totals.opening_micro, october.totals.closing_micro)
    assert.equal(november.payout, 'due')
    assert.match(november.payout_reference!, /^PEERFY 2026-11 r1 [0-9a-f]{12}$/)
    const payout = await db.from('payouts').where('period', next).first()
    assert.equal(payout.amount_cents, november.totals.payout_cents)
    assert.equal(payout.reference, november.payout_reference)
  })

  test('P19: without use the artists’ part waits three months, then joins the pool', async ({
    assert,
  }) => {
    const payee = await createPayee('Zoé')
    const work = await createWork('Solo', [{ payeeId: payee, basisPoints: 10000 }])
    const [idle, busy] = [await createSubscriber(clock, '3'), await createSubscriber(clock, 'c')]
    await settlePaymentRow(idle, PERIOD)
    let period = PERIOD
    for (const months of ['1', '2', '3', '0']) {
      await settlePaymentRow(busy, period)
      await useWork(busy, work, period, { listening: 1 })
      await closeMonth(clock, period)
      const statement = await subscriberStatement(idle, period)
      assert.equal(statement.carried_out_months, months, period)
      if (months === '0')
        assert.equal(statement.totals.pooled_micro, statement.totals.carried_in_micro)
      else assert.equal(statement.totals.pooled_micro, '0')
      period = nextPeriod(period)
    }
    assert.equal(Number(await carriedIn('2027-01')), 0)
  })

  test('causes: the latest choice before the month’s end counts, else the vote', async ({
    assert,
  }) => {
    const [one, two] = [await createSubscriber(clock, '1'), await createSubscriber(clock, 'f')]
    await settlePaymentRow(one, PERIOD)
    await settlePaymentRow(two, PERIOD)
    const choose = (...lines: [string, number][]) =>
      chooseCauses({
        subscriberId: one,
        lines: lines.map(([cause_id, basis_points]) => ({ cause_id, basis_points })),
        clock,
      })
    await choose(['framasoft', 10000])
    clock.moveTo('2026-10-31T23:00:00')
    await choose(['sea-watch', 2500], ['la-quadrature', 7500])
    clock.moveTo('2026-11-01T00:00:00')
    await choose(['framasoft', 10000])
    await assert.rejects(() => choose(['framasoft', 9999]), /sum to 9999/)
    await assert.rejects(() => choose(['framasoft', 5000], ['framasoft', 5000]), /stands once/)
    await assert.rejects(() => choose(['nobody', 10000]), /does not exist/)
    await closeMonth(clock, PERIOD)
    const chosen = await subscriberStatement(one)
    assert.equal(chosen.causes_chosen_by, 'subscriber')
    assert.deepEqual(
      chosen.causes.map((line) => [line.cause_id, line.basis_points]),
      [
        ['la-quadrature', '7500'],
        ['sea-watch', '2500'],
      ]
    )
    const voted = await subscriberStatement(two)
    assert.equal(voted.causes_chosen_by, 'vote')
  })

  test('P22: every statement has a salt of its own and the hash of its bytes', async ({
    assert,
  }) => {
    await smallMonth(PERIOD)
    await closeMonth(clock, PERIOD)
    const { rows } = await db.rawQuery(
      `SELECT count(*)::int AS total, count(DISTINCT salt)::int AS salts,
              count(*) FILTER (WHERE sha256 = sha256(document))::int AS hashed FROM statements`
    )
    assert.deepEqual(rows[0], { total: 18, salts: 18, hashed: 18 })
  })
})

async function carriedIn(period: string): Promise<string> {
  const row = await db.from('periods').where('period', period).first()
  return row.summary.carried_out_micro
}
