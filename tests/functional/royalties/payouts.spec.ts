import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { markApproved, markPublished } from '#services/royalties/advance_period'
import { exportPayouts } from '#services/royalties/payouts/export_payouts'
import { recordTransfers } from '#services/royalties/payouts/record_transfers'
import { trialBalance } from '#services/ledger/queries/trial_balance'
import {
  closeMonth,
  createPayee,
  createPerson,
  createSubscriber,
  createWork,
  emptyMonths,
  prepareMonths,
  settlePaymentRow,
  useWork,
} from '#tests/support/months'
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const clock = new FixedClock('2026-10-20')

async function publishedMonth(rail: string) {
  const payee = await createPayee('=Zoé, "la" voix')
  const work = await createWork('Solo', [{ payeeId: payee, basisPoints: 10000 }])
  for (const digit of '05a') {
    const subscriber = await createSubscriber(clock, digit)
    await settlePaymentRow(subscriber, PERIOD, { rail })
    await useWork(subscriber, work, PERIOD, { download: 1 })
  }
  await closeAndPublish(PERIOD)
  return payee
}

async function closeAndPublish(period: string) {
  await closeMonth(clock, period)
  await db.transaction(async (trx) => {
    await markApproved(trx, { period, clock })
    await markPublished(trx, { period, clock })
  })
}

test.group('Royalties | transfers', (group) => {
  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
  })

  test('one person exports, another records, the ledger follows, the month is paid', async ({
    assert,
  }) => {
    const payee = await publishedMonth('transfer')
    const [lea, max] = [await createPerson('Léa'), await createPerson('Max')]
    const record = (actor: typeof lea) => recordTransfers({ period: PERIOD, actor, clock })
    await assert.rejects(() => record(max), /never exported/)
    const csv = await exportPayouts({ period: PERIOD, actor: lea, clock })
    const payout = await db.from('payouts').first()
    const euros = (Number(payout.amount_cents) / 100).toFixed(2)
    assert.equal(
      csv,
      `reference,payee_id,payee_name,amount_eur\r\n${payout.reference},${payee},"'=Zoé, ""la"" voix",${euros}\r\n`
    )
    assert.equal(await exportPayouts({ period: PERIOD, actor: max, clock }), csv)
    await assert.rejects(() => record(lea), /ask a second person/)
    assert.deepEqual(await record(max), { recorded: 1, left: 0, all: 1 })
    assert.deepEqual(await record(max), { recorded: 0, left: 0, all: 1 })
    const period = await db.from('periods').where('period', PERIOD).first()
    assert.equal(period.state, 'paid')
    const balance = await trialBalance()
    const bank = balance.find((line) => line.code === '512')!
    assert.equal(bank.creditCents.toString(), payout.amount_cents)
  })

  test('P16: direct debits wait 8 weeks and 5 bank days after they settled', async ({ assert }) => {
    await publishedMonth('direct_debit')
    const [lea, max] = [await createPerson('Léa'), await createPerson('Max')]
    // Settled on 5 October; 8 weeks later is Monday 30 November; 5 bank days more is 7 December.
    clock.moveTo('2026-12-07T23:00:00')
    await assert.rejects(
      () => exportPayouts({ period: PERIOD, actor: lea, clock }),
      /can still be taken back until 2026-12-07/
    )
    clock.moveTo('2026-12-08T00:00:00')
    await exportPayouts({ period: PERIOD, actor: lea, clock })
    assert.equal((await recordTransfers({ period: PERIOD, actor: max, clock })).left, 0)
  })

  test('P16: a transfer waits for the earlier payments in the balance that it pays', async ({
    assert,
  }) => {
    const payee = await createPayee('Zoé')
    const work = await createWork('Solo', [{ payeeId: payee, basisPoints: 10000 }])
    const subscriber = await createSubscriber(clock, '5')
    const use = (period: string) => useWork(subscriber, work, period, { download: 1 })
    // October, by direct debit: too little for a transfer, so that it waits in the balance.
    await settlePaymentRow(subscriber, PERIOD, { rail: 'direct_debit' })
    await use(PERIOD)
    await closeAndPublish(PERIOD)
    assert.isEmpty(await db.from('payouts'))
    // November, by transfer, which nobody takes back: both months are paid together.
    await settlePaymentRow(subscriber, '2026-11', { rail: 'transfer' })
    await use('2026-11')
    await closeAndPublish('2026-11')
    const [payout] = await db.from('payouts')
    assert.equal(payout.period, '2026-11')
    const lea = await createPerson('Léa')
    clock.moveTo('2026-12-07T23:00:00')
    await assert.rejects(
      () => exportPayouts({ period: '2026-11', actor: lea, clock }),
      /can still be taken back until 2026-12-07/
    )
    clock.moveTo('2026-12-08T00:00:00')
    await exportPayouts({ period: '2026-11', actor: lea, clock })
  })

  test('P16: a transfer waits for what was carried in for its subscribers', async ({ assert }) => {
    const payee = await createPayee('Zoé')
    const work = await createWork('Solo', [{ payeeId: payee, basisPoints: 10000 }])
    const subscriber = await createSubscriber(clock, '5')
    for (let month = 0; month < 2; month++) {
      await settlePaymentRow(subscriber, PERIOD, { rail: 'card' })
    }
    await closeAndPublish(PERIOD)
    await useWork(subscriber, work, '2026-11', { download: 1 })
    await closeAndPublish('2026-11')
    const lea = await createPerson('Léa')
    await assert.rejects(
      () => exportPayouts({ period: '2026-11', actor: lea, clock }),
      /can still be taken back until 2026-12-07/
    )
  })

  test('a reference that is no transfer of the month is refused by name, and nothing changed', async ({
    assert,
  }) => {
    await publishedMonth('transfer')
    const [lea, max] = [await createPerson('Léa'), await createPerson('Max')]
    await exportPayouts({ period: PERIOD, actor: lea, clock })
    const [payout] = await db.from('payouts')
    const record = (references: string[]) =>
      recordTransfers({ period: PERIOD, references, actor: max, clock })
    const wrong = payout.reference.replace('r1', 'r2')
    await assert.rejects(
      () => record([payout.reference, wrong]),
      new RegExp(`no transfer ${wrong}:`)
    )
    assert.deepEqual(await db.from('payouts').first(), payout)
    assert.equal((await db.from('periods').where('period', PERIOD).first()).state, 'published')
    const once = await record([payout.reference, payout.reference])
    assert.deepEqual(once, { recorded: 1, left: 0, all: 1 })
    await assert.rejects(() => record([wrong]), new RegExp(wrong))
  })

  test('a month in which nobody is paid is marked as paid by one person, and says so', async ({
    assert,
  }) => {
    const subscriber = await createSubscriber(clock, '5')
    await settlePaymentRow(subscriber, PERIOD, { rail: 'direct_debit' })
    await closeAndPublish(PERIOD)
    const lea = await createPerson('Léa')
    const outcome = await recordTransfers({ period: PERIOD, actor: lea, clock })
    assert.deepEqual(outcome, { recorded: 0, left: 0, all: 0 })
    assert.equal((await db.from('periods').where('period', PERIOD).first()).state, 'paid')
  })

  test('nothing leaves before publication, nor in the name of a process', async ({ assert }) => {
    await closeMonth(clock, PERIOD)
    const lea = await createPerson('Léa')
    await assert.rejects(
      () => exportPayouts({ period: PERIOD, actor: lea, clock }),
      /is not published/
    )
    await assert.rejects(
      () => exportPayouts({ period: PERIOD, actor: { label: 'system' }, clock }),
      /by people/
    )
  })
})
