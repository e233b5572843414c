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
  await closeMonth(clock, PERIOD)
  await db.transaction(async (trx) => {
    await markApproved(trx, { period: PERIOD, clock })
    await markPublished(trx, { period: PERIOD, clock })
  })
  return payee
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
    assert.equal(await record(max), 0)
    assert.equal(await record(max), 0)
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
    assert.equal(await recordTransfers({ period: PERIOD, actor: max, clock }), 0)
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
