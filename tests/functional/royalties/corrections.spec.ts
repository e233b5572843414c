import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { reversePayment } from '#services/subscriptions/reverse_payment'
import { adjustReversals } from '#services/royalties/corrections/adjust_reversals'
import { findStatement } from '#services/royalties/queries/find_statement'
import type { PayeeStatement } from '#services/royalties/statements/documents'
import { runChecks } from '#checks/index'
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
import { FixedClock } from '#values/clock'

const PERIOD = '2026-10'
const NEXT = '2026-11'
const clock = new FixedClock('2026-10-20')
const actor = { label: 'test' }

async function reverse(paymentId: string) {
  const result = await reversePayment({ payment: { paymentId }, reason: 'MD06', actor, clock })
  if (!result.ok) throw new Error(result.error)
  await db.transaction((trx) => adjustReversals({ clock }, trx))
}

async function assertBooksHold() {
  const results = await runChecks({ period: null })
  const failed = results.filter((r) => r.failure && /^(royalties|ledger)\./.test(r.name))
  if (failed.length > 0) throw new Error(JSON.stringify(failed))
}

test.group('Royalties | P15: a payment reversed after its month', (group) => {
  let subscriber: string
  let payment: string
  let payees: string[]
  let work: string

  group.each.setup(async () => {
    await emptyMonths()
    clock.moveTo('2026-10-20')
    await prepareMonths(clock, PERIOD)
    payees = [await createPayee('Zoé'), await createPayee('Ana')]
    work = await createWork('Duo', [
      { payeeId: payees[0], basisPoints: 2500 },
      { payeeId: payees[1], basisPoints: 7500 },
    ])
    subscriber = await createSubscriber(clock, '8')
    payment = await settlePaymentRow(subscriber, PERIOD)
  })

  test('becomes one line per payee in the open month, and the closed one stays', async ({
    assert,
  }) => {
    await useWork(subscriber, work, PERIOD, { download: 1 })
    await closeMonth(clock, PERIOD)
    const lines = await db.from('payee_lines').where('period', PERIOD).orderBy('payee_id')
    await reverse(payment)
    const adjustments = await db.from('adjustments').orderBy('payee_id')
    assert.deepEqual(
      adjustments.map((a) => [a.period, a.payee_id, a.amount_micro, a.corrects]),
      lines.map((l) => [NEXT, l.payee_id, `-${l.amount_micro}`, `${PERIOD}:${payment}`])
    )
    assert.deepEqual(
      await db.from('payee_lines').where('period', PERIOD).orderBy('payee_id'),
      lines
    )

    await closeMonth(clock, NEXT)
    const statement = (await findStatement({ kind: 'payee', subjectId: payees[0], period: NEXT }))!
      .document as PayeeStatement
    assert.equal(statement.adjustments[0].corrects, `${PERIOD}:${payment}`)
    assert.include(statement.adjustments[0].reason, 'MD06')
    assert.isAtMost(Number(statement.totals.closing_micro), 9_999)
    await assertBooksHold()
  })

  test('is corrected once, however often anybody asks', async ({ assert }) => {
    await useWork(subscriber, work, PERIOD, { download: 1 })
    await closeMonth(clock, PERIOD)
    await reverse(payment)
    await Promise.all([1, 2, 3].map(() => db.transaction((trx) => adjustReversals({ clock }, trx))))
    const [row] = await db.from('adjustments').count('* as total')
    assert.equal(Number(row.total), 2)
  })

  test('takes back what was still carried, not from payees', async ({ assert }) => {
    const other = await createSubscriber(clock, '9')
    await settlePaymentRow(other, PERIOD)
    await closeMonth(clock, PERIOD)
    await reverse(payment)
    const [row] = await db.from('adjustments').count('* as total')
    assert.equal(Number(row.total), 0)
    const summary = await closeMonth(clock, NEXT)
    const kept = await carriedOf(other, PERIOD)
    assert.equal(summary.carried_in_micro, kept.toString())
    await assertBooksHold()
  })

  test('follows money that was carried into a later month', async ({ assert }) => {
    await closeMonth(clock, PERIOD)
    await useWork(subscriber, work, NEXT, { download: 1 })
    await closeMonth(clock, NEXT)
    await reverse(payment)
    const adjustments = await db.from('adjustments')
    assert.lengthOf(adjustments, 2)
    assert.isTrue(adjustments.every((a) => a.period === '2026-12'))
    await closeMonth(clock, '2026-12')
    await assertBooksHold()
  })

  test('before its month is frozen it is simply not counted', async ({ assert }) => {
    await reverse(payment)
    const summary = await closeMonth(clock, PERIOD)
    assert.equal(summary.gross_cents, '0')
    const [row] = await db.from('adjustments').count('* as total')
    assert.equal(Number(row.total), 0)
  })
})

async function carriedOf(subscriberId: string, period: string): Promise<bigint> {
  const row = await db
    .from('carried_amounts')
    .where({ subscriber_id: subscriberId, period })
    .first()
  return BigInt(row.amount_micro)
}
